/**
 * Performs what its argument says, a list of jobs, one after another, and says for each, on a line of its own, what came of
 * it. Nothing but what is performed keeps the process alive. Where it ends before, the last line says how far it came.
 */
import { writeSync } from 'node:fs';
import type { Calls } from './calls.js';
import type { Job } from './job.js';
import { perform } from './perform.js';
import { FAR, PERFORMED } from './performer-lines.js';

let performing: Calls[] = [];

function sayHowFar(): void {
  const logs = performing.map(({ log, open }) => [...log, `open: ${open.join(', ')}`]);
  if (performing.length > 0) writeSync(1, `${FAR}${JSON.stringify(logs)}\n`);
}

async function performAll(jobs: readonly Job[]): Promise<void> {
  for (const job of jobs) {
    performing = [];
    const performed = await perform(job, (calls) => performing.push(calls));
    performing = [];
    writeSync(1, `${PERFORMED}${JSON.stringify(performed)}\n`);
  }
}

process.on('exit', sayHowFar);
process.on('SIGTERM', () => process.exit(143));
// Not awaited: a module that waits in vain ends with a code of its own, and a program's main function with 0.
void performAll(JSON.parse(process.argv[2] ?? '') as readonly Job[]);
