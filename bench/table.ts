import { figureOf, type Line, noiseOf } from './line.js';
import { type Spread, spreadOf } from './measure.js';

const WIDTHS = [4, 44, 12, 12, 20, 19, 9];

/** The head of the table that `tableLine` fills. */
export const TABLE_HEAD = `${cells(['row', '', 'ours', 'against', 'figure', 'noise', 'aim'])}\n`;

/** A line of the table: medians, and the quartiles of the rounds. */
export function tableLine(line: Line): string {
  const { row, title, unit, ours, against, aim } = line;
  const figure = figureOf(line);
  const noise = noiseOf(line);
  return `${cells([
    row === undefined ? '' : String(row),
    title,
    `${three(spreadOf(ours).median)} ${unit}`,
    against === undefined ? '' : `${three(spreadOf(against).median)} ${unit}`,
    spread(figure),
    noise === undefined ? '' : spread(noise),
    aim === undefined ? '' : `≤ ${aim}${figure.median <= aim ? '' : ' !'}`,
  ])}\n`;
}

function cells(texts: readonly string[]): string {
  return texts
    .map((text, index) => (index < 2 ? text.padEnd(WIDTHS[index] ?? 0) : text.padStart(WIDTHS[index] ?? 0)))
    .join('')
    .trimEnd();
}

function spread({ median, lower, upper }: Spread): string {
  return `${three(median)} ${three(lower)}–${three(upper)}`;
}

/** Three digits that count. */
export function three(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
