/**
 * A thread that records. It tells its parent `begun` after its first call, and `idle` some rounds of the event loop after its
 * last. It waits to be terminated.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { turns } from '../../support/time.js';
import { type CallsJob, recordCalls } from './record-calls.js';

parentPort?.on('message', () => undefined);
let asked = 0;
await recordCalls(workerData as CallsJob, () => {
  asked += 1;
  if (asked === 2) parentPort?.postMessage('begun');
  return false;
});
await turns(5);
parentPort?.postMessage('idle');
