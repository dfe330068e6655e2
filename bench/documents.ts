import type { Result, Results } from './results.js';
import { three } from './table.js';

const HEAD = ['row', '', 'ours', 'against', 'figure', 'aim'];

/** The rows of the table of aims as docs/performance.md has them. */
export function aimsTable({ results }: Results): string {
  const rows = results.filter(({ row }) => row !== undefined).map(cellsOf);
  return [HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

/** On which machine, and when, they were measured. */
export function provenance({ date, machine, node, rounds }: Results): string {
  return `Measured on ${date}: ${machine}, Node ${node}, ${rounds} rounds.\n`;
}

function cellsOf({ row, title, unit, ours, against, figure, aim }: Result): readonly string[] {
  const withUnit = (value: number): string => `${three(value)} ${unit}`.trim();
  return [
    String(row),
    title,
    withUnit(ours),
    against === undefined ? '' : withUnit(against),
    against === undefined ? '' : `${three(figure.median)} (${three(figure.lower)}–${three(figure.upper)})`,
    aim === undefined ? '' : String(aim),
  ];
}

/** What whole runs of a suite took, in milliseconds of the processor's time. */
export function suiteTable({ results }: Results): string {
  const rows = results
    .filter(({ title }) => SUITE.test(title))
    .map(({ title, ours, against, figure }) => [
      title.replace(SUITE, ''),
      `${three(ours)} ms`,
      against === undefined ? '' : `${three(against)} ms`,
      three(figure.median),
    ]);
  const head = ['500 tests of 3 calls, each with its own cassette', 'took', 'against', 'figure'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

const SUITE = /^\d+ tests of \d+ calls, /;
