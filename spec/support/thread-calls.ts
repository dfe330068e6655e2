/** A thread that makes calls through a cassette that nobody owns, tells its parent when what they said is committed, and stays. */
import { parentPort, workerData } from 'node:worker_threads';
import { cassetteInterceptor } from '../../lib/index.js';
import type { CallsJob } from './child-calls.js';
import { callUnary, echoClient } from './echo-server.js';
import { turns } from './time.js';

const { path, mode, address, calls } = workerData as CallsJob;
parentPort?.on('message', () => undefined);
const client = echoClient(address, { interceptors: [cassetteInterceptor(path, { mode })] });
for (const request of calls) await callUnary(client, request);
await turns(2);
parentPort?.postMessage('done');
