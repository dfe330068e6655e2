/** A thread that records, and tells its parent `idle` some rounds of the event loop after its last call. It waits to be terminated. */
import { parentPort, workerData } from 'node:worker_threads';
import { turns } from '../../support/time.js';
import { type CallsJob, recordCalls } from './record-calls.js';

parentPort?.on('message', () => undefined);
await recordCalls(workerData as CallsJob);
await turns(5);
parentPort?.postMessage('idle');
