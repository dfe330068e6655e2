import { type Child, startChild } from '../../support/child.js';
import type { CallsJob } from './record-calls.js';

/** Starts a process that records (`writer.ts`), and waits until it is ready. */
export async function startWriter(job: CallsJob): Promise<Child> {
  const child = startChild('../endurance/support/writer', job);
  await child.said('ready');
  return child;
}

/** The ids of the calls whose end a child has heard. */
export function endedCalls(child: Pick<Child, 'lines'>): readonly string[] {
  return child.lines.filter((line) => /^\w+-\d+$/.test(line));
}
