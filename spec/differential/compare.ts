import { isDeepStrictEqual } from 'node:util';
import type { ProgramLog } from './log.js';
import { type Comparison, comparedLog, ORDER_GAP_MS } from './not-compared.js';
import { keepsOwnTime, type Program } from './program.js';

/** The differences between two runs of a program, as text; empty where there are none. */
export function findDifferences(
  program: Program,
  expected: ProgramLog,
  actual: ProgramLog,
  comparison: Comparison,
): string[] {
  const found: string[] = [];
  const left = comparedLog(program, expected, comparison);
  const right = comparedLog(program, actual, comparison);
  for (const [index, call] of left.entries()) {
    for (const part of ['events', 'unordered', 'heard', 'outer'] as const) {
      const other = right[index]?.[part];
      if (isDeepStrictEqual(call[part], other)) continue;
      found.push(`call ${index}, ${part}:\n${firstDifference(call[part], other ?? [])}`);
    }
  }
  return [...found, ...orderDifferences(program, expected, actual)];
}

function firstDifference(expected: readonly unknown[], actual: readonly unknown[]): string {
  const at = expected.findIndex((event, index) => !isDeepStrictEqual(event, actual[index]));
  const from = at < 0 ? expected.length : at;
  const show = (events: readonly unknown[]): string =>
    events.map((event, index) => `    ${index === from ? '>' : ' '} ${JSON.stringify(event)}`).join('\n');
  return `  expected\n${show(expected)}\n  actual\n${show(actual)}`;
}

function orderDifferences(program: Program, expected: ProgramLog, actual: ProgramLog): string[] {
  const found: string[] = [];
  const hasOwnTime = program.calls.map((plan) => keepsOwnTime(program, plan));
  for (const [first, a] of expected.entries()) {
    for (const [second, b] of expected.entries()) {
      if (hasOwnTime[first] || hasOwnTime[second]) continue;
      if (a.endedMs === undefined || b.endedMs === undefined || b.endedMs - a.endedMs < ORDER_GAP_MS)
        continue;
      const before = actual[first]?.endedAs;
      const after = actual[second]?.endedAs;
      if (before !== undefined && after !== undefined && before < after) continue;
      found.push(
        `call ${first} ended ${Math.round(b.endedMs - a.endedMs)} ms before call ${second}, here not`,
      );
    }
  }
  return found;
}
