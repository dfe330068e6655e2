/** A process whose threads record, and each of which is terminated as soon as it is idle. It ends by itself. */
import type { CallsJob } from './record-calls.js';
import { startThread } from './start-thread.js';

/** What they are to do: each gets a name of its own. */
export interface ThreadsJob extends Omit<CallsJob, 'name'> {
  readonly threads: number;
}

const { threads, ...job } = JSON.parse(process.argv[2] ?? '') as ThreadsJob;
const run = async (_: unknown, index: number): Promise<void> => {
  const thread = await startThread({ ...job, name: `t${index}` }, 'idle');
  await thread.terminate();
};
await Promise.all(Array.from({ length: threads }, run));
