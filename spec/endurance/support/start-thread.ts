import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { CallsJob } from './record-calls.js';

/** Starts a thread that records (`recording-thread.ts`). */
export function startThread(job: CallsJob): Worker {
  return new Worker(new URL('recording-thread.js', import.meta.url), { workerData: job });
}

/** Waits until it tells that it is idle. Rejects where it fails. */
export async function untilIdle(thread: Worker): Promise<void> {
  await once(thread, 'message');
}
