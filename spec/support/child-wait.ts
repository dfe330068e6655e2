/** Replays a call that waits until its deadline, and says how it ended and what the waiting cost. */
import { writeSync } from 'node:fs';
import { cassetteInterceptor, openCassette } from '../../lib/index.js';
import { echoClient } from './echo-server.js';

/** What the program is to do. */
export interface WaitJob {
  readonly path: string;
  readonly timing: 'instant' | 'recorded' | number;
  readonly method: 'ServerStream' | 'Bidi';
  /** The call's deadline, in milliseconds from its start. */
  readonly deadlineAfter: number;
}

/** What it says; times in milliseconds. */
export interface WaitReport {
  readonly code: number;
  /** From the call's start to its end. */
  readonly took: number;
  /** What the process's processor time was a part of, while the call waited. */
  readonly cpu: number;
}

const { path, timing, method, deadlineAfter } = JSON.parse(process.argv[2] ?? '') as WaitJob;
const cassette = openCassette(path, { timing });
const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(cassette)] });
const start = performance.now();
const options = { deadline: Date.now() + deadlineAfter };
const call = method === 'Bidi' ? client.Bidi(options) : client.ServerStream(Buffer.from('s'), options);
call.on('data', () => undefined);
call.on('error', () => undefined);
// What starting the call cost is over by then.
setTimeout(() => {
  const from = performance.now();
  const before = process.cpuUsage();
  call.on('status', ({ code }: { code: number }) => {
    const { user, system } = process.cpuUsage(before);
    const now = performance.now();
    const report: WaitReport = { code, took: now - start, cpu: (user + system) / 1000 / (now - from) };
    writeSync(1, JSON.stringify(report));
    void cassette.close();
    client.close();
  });
}, deadlineAfter / 4);
