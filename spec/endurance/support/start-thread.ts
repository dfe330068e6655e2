import { Worker } from 'node:worker_threads';
import type { CallsJob } from './record-calls.js';

/** Starts a thread that records (`recording-thread.ts`), and waits until it tells `word`. Rejects where it ends before. */
export async function startThread(job: CallsJob, word: 'begun' | 'idle'): Promise<Worker> {
  const thread = new Worker(new URL('recording-thread.js', import.meta.url), { workerData: job });
  await new Promise<void>((resolve, reject) => {
    thread.on('message', (told) => told === word && resolve());
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error(`${job.name} ended and was not ${word}`)));
  });
  return thread;
}
