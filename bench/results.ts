import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { figureOf, type Line, noiseOf } from './line.js';
import { type Spread, spreadOf } from './measure.js';

/** What is kept of a line. */
export interface Result {
  readonly row?: number;
  readonly title: string;
  readonly unit: string;
  readonly ours: number;
  readonly against?: number;
  /** How many times `against` ours is, or ours: the median, and the quartiles of the rounds. */
  readonly figure: Spread;
  readonly noise?: Spread;
  readonly aim?: number;
}

/** The figures of one run on one machine. */
export interface Results {
  readonly date: string;
  readonly node: string;
  readonly machine: string;
  readonly rounds: number;
  readonly results: readonly Result[];
}

const path = fileURLToPath(new URL('../../bench/results.json', import.meta.url));

export function machineName(): string {
  return `${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${availableParallelism()} CPUs`;
}

/** Keeps the lines of a run, and returns all that are kept; a line that was not measured now stays as it was. */
export function saveResults(lines: readonly Line[], rounds: number): Results {
  const results = lines.map(resultOf);
  const titles = new Set(results.map(({ title }) => title));
  const others = readResults()?.results.filter(({ title }) => !titles.has(title)) ?? [];
  const kept: Results = {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    machine: machineName(),
    rounds,
    results: inOrder([...others, ...results]),
  };
  writeFileSync(path, `${JSON.stringify(kept, null, 2)}\n`);
  return kept;
}

/** The figures that were kept last; undefined where none were. */
export function readResults(): Results | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Results;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** By row; what has none comes last, and what is of one row stays as it came. */
function inOrder(results: readonly Result[]): readonly Result[] {
  return [...results].sort((one, other) => (one.row ?? 99) - (other.row ?? 99));
}

function resultOf(line: Line): Result {
  const { row, title, unit, ours, against, aim } = line;
  const noise = noiseOf(line);
  return {
    ...(row === undefined ? {} : { row }),
    title: title.trim(),
    unit,
    ours: rounded(spreadOf(ours).median),
    ...(against === undefined ? {} : { against: rounded(spreadOf(against).median) }),
    figure: roundedSpread(figureOf(line)),
    ...(noise === undefined ? {} : { noise: roundedSpread(noise) }),
    ...(aim === undefined ? {} : { aim }),
  };
}

function roundedSpread({ median, lower, upper }: Spread): Spread {
  return { median: rounded(median), lower: rounded(lower), upper: rounded(upper) };
}

/** Four digits are more than the noise leaves. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
