import { ratios, type Spread, spreadOf } from './measure.js';

/** Two things that were measured side by side. */
export interface Comparison {
  readonly title: string;
  /** Ours, what it is held against, and that once more: how far two equal things lie apart here. */
  readonly times: readonly number[][];
  readonly aim: number | undefined;
}

const WIDTHS = [17, 10, 10, 18, 17, 7];

/** The head of the table that `comparisonLine` fills. */
export const COMPARISON_HEAD = `${row(['', 'ours', 'against', 'ratio', 'noise', 'aim'])}\n`;

export function comparisonLine({ title, times, aim }: Comparison): string {
  const [ours = [], other = [], again = []] = times;
  return `${row([
    title,
    micros(spreadOf(ours).median),
    micros(spreadOf(other).median),
    spread(spreadOf(ratios(ours, other))),
    spread(spreadOf(ratios(again, other))),
    aim === undefined ? '' : `≤${aim.toFixed(2)}`,
  ])}\n`;
}

/** A figure of its own: its median, unit and quartiles. */
export function figureLine(title: string, values: readonly number[], unit: string): string {
  const { median, lower, upper } = spreadOf(values);
  const quartiles = `${three(lower)}–${three(upper)}`;
  return `${title.padEnd(43)}${three(median).padStart(9)} ${unit.padEnd(11)}${quartiles.padStart(16)}\n`;
}

function row(cells: readonly string[]): string {
  return cells
    .map((cell, index) => (index === 0 ? cell.padEnd(WIDTHS[0] ?? 0) : cell.padStart(WIDTHS[index] ?? 0)))
    .join('')
    .trimEnd();
}

function spread({ median, lower, upper }: Spread): string {
  return `${median.toFixed(2)} ${lower.toFixed(2)}–${upper.toFixed(2)}`;
}

function micros(value: number): string {
  return `${three(value)} µs`;
}

/** Three digits that count. */
function three(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
