import type { Run } from './job.js';
import { WORKERS_BEGIN } from './performance.js';
import type { Change } from './program.js';

/** How two runs of a program differ, as text; undefined where they do not. */
export function findDifference(expected: Run, actual: Run): string | undefined {
  const inLogs = findLogDifference(expected.log, actual.log);
  if (inLogs !== undefined) return inLogs;
  if (expected.value === actual.value) return undefined;
  return `another value\n    expected ${expected.value}\n    actual   ${actual.value}`;
}

/** The same for what a changed program did and was told before its first step that is another. */
export function findEarlyDifference(expected: Run, actual: Run, change: Change): string | undefined {
  const firstOther = change.what === 'all in series' ? WORKERS_BEGIN : `step ${change.at}`;
  return findLogDifference(until(expected.log, firstOther), until(actual.log, firstOther));
}

/** Whether live runs agree: of servers, only what their clocks say may differ. */
export function areAlike(first: Run, second: Run): boolean {
  return textOf(first) === textOf(second);
}

function textOf({ log, value }: Run): string {
  return [...log, value].join('\n').replaceAll(/"date":\["[^"]*"\]/g, '"date":[]');
}

function until(log: readonly string[], line: string): readonly string[] {
  const at = log.indexOf(line);
  return at < 0 ? log : log.slice(0, at);
}

function findLogDifference(expected: readonly string[], actual: readonly string[]): string | undefined {
  const length = Math.max(expected.length, actual.length);
  for (let at = 0; at < length; at += 1) {
    if (expected[at] === actual[at]) continue;
    const before = expected.slice(Math.max(0, at - 6), at).map((line) => `      ${line}`);
    const show = (log: readonly string[]): string =>
      log
        .slice(at, at + 4)
        .map((line) => `        ${line}`)
        .join('\n');
    return [`line ${at}`, ...before, '      expected', show(expected), '      actual', show(actual)].join(
      '\n',
    );
  }
  return undefined;
}
