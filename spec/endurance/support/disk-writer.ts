/**
 * Records on a disk that gives out, and says each call's id once the client has heard its status. Then it ends by itself, or
 * tries to save until there is space again, and says how each try ended.
 */
import { execFileSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CassetteError } from '../../../lib/index.js';
import { turns } from '../../support/time.js';
import { type CallsJob, recordCalls } from './record-calls.js';
import { say } from './say.js';
import type { Tape } from './tape.js';

/** What the program is to do. */
export interface DiskJob extends CallsJob {
  readonly calls: number;
  /** What is wrong with the disk once a few calls are recorded; undefined where it is so small that it fills up by itself. */
  readonly trouble?: Trouble;
  /** What is tried once there is space again; without it, nothing is tried, and the program ends by itself. */
  readonly retry?: 'save' | 'close';
}

export type Trouble = keyof typeof TROUBLES;

const job = JSON.parse(process.argv[2] ?? '') as DiskJob;
const folder = dirname(job.path);
const ballast = join(folder, 'ballast');

const TROUBLES = {
  full: {
    begin: () => {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(ballast, Buffer.alloc(Number(bavail) * Number(bsize)));
    },
    end: () => rmSync(ballast),
  },
  // A mount on top: the file system itself cannot become read-only while a journal is open in it.
  'read-only': {
    begin: () => {
      execFileSync('mount', ['--bind', folder, folder]);
      execFileSync('mount', ['-o', 'remount,bind,ro', folder]);
    },
    end: () => execFileSync('umount', [folder]),
  },
};

async function tryTo(what: 'save' | 'close', tape: Tape): Promise<void> {
  const outcome = await tape[what]().then(
    () => 'done',
    (error: unknown) => (CassetteError.is(error) ? error.code : String(error)),
  );
  say(`${what}: ${outcome}`);
}

async function retry(tape: Tape, last: 'save' | 'close'): Promise<void> {
  for (const what of ['save', 'save', 'close', 'close'] as const) await tryTo(what, tape);
  TROUBLES[job.trouble ?? 'full'].end();
  await tryTo(last, tape);
  await tryTo('close', tape);
}

let asked = 0;
const tape = await recordCalls(job, () => {
  asked += 1;
  if (asked === 4 && job.trouble !== undefined) TROUBLES[job.trouble].begin();
  return false;
});
await turns(5);
if (job.retry !== undefined) await retry(tape, job.retry);
