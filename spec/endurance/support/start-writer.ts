import { type Child, startChild } from '../../support/child.js';
import type { CallsJob } from './record-calls.js';

/** Starts a process that records (`writer.ts`), and waits until it is ready. */
export async function startWriter(job: CallsJob): Promise<Child> {
  const child = startChild('../endurance/support/writer', job);
  await child.said('ready');
  return child;
}

/** The ids of the calls whose end a child has heard. Throws where one of its calls failed. */
export function endedCalls(child: Pick<Child, 'lines'>): readonly string[] {
  const failed = child.lines.filter((line) => line.startsWith('failed '));
  if (failed.length > 0) throw new Error(`${failed.length} calls failed, the first: ${failed[0]}`);
  return child.lines.filter((line) => /^\w+-\d+$/.test(line));
}
