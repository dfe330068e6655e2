import { Worker } from 'node:worker_threads';

/** Runs in a thread of its own, for the one that is watched may never come back. */
const PROGRAM = `
const { workerData: { progress, mostMs, mostBytes } } = require('node:worker_threads');
let seen = -1;
let since = Date.now();
setInterval(() => {
  const now = Atomics.load(progress, 0);
  if (now !== seen) [seen, since] = [now, Date.now()];
  if (Date.now() - since < mostMs && process.memoryUsage.rss() < mostBytes) return;
  process.kill(process.pid, 'SIGKILL');
}, 50);
`;

/** Kills this process when it makes no progress for so long, or takes so much memory. */
export class Watchdog {
  readonly #progress = new Int32Array(new SharedArrayBuffer(4));

  constructor(mostMs: number, mostBytes: number) {
    new Worker(PROGRAM, { eval: true, workerData: { progress: this.#progress, mostMs, mostBytes } }).unref();
  }

  /** Something was done. */
  touch(): void {
    Atomics.add(this.#progress, 0, 1);
  }
}
