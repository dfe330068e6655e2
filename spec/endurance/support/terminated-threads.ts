/**
 * A process whose main thread commits again and again, as do others beside it, which are terminated some milliseconds after
 * they began to record. It ends by itself once the last of them is gone.
 */
import { sleep } from '../../support/time.js';
import { inLanes } from './in-lanes.js';
import { type CallsJob, recordCalls } from './record-calls.js';
import { startThread } from './start-thread.js';

/** What the main thread is to do, and each of the others. */
export interface TerminationJob {
  readonly main: CallsJob;
  /** The delay is from its first call on. */
  readonly threads: readonly { readonly job: CallsJob; readonly delay: number }[];
  readonly lanes: number;
}

const { main, threads, lanes } = JSON.parse(process.argv[2] ?? '') as TerminationJob;
let isOver = false;
const recording = recordCalls(main, () => isOver);
await inLanes(lanes, threads, async ({ job, delay }) => {
  const thread = await startThread(job, 'begun');
  await sleep(delay);
  await thread.terminate();
});
isOver = true;
const tape = await recording;
await tape.close();
