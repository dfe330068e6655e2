import { createHash } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from '../model/surroundings.js';
import { ownPlace, startOf } from './process-start.js';
import { processWide } from './process-wide.js';
import { sinceEpoch } from './real-timers.js';
import { storage } from './storage.js';
import { systemProcesses } from './system-processes.js';

/** What was noted is forgotten after this many milliseconds: no run takes so long. */
const FORGOTTEN_AFTER = 86_400_000;

/** How often that is looked for: a suite notes one file after another, and each look goes through all that is noted. */
const BETWEEN_LOOKS = 3_600_000;
let lookedAt = Number.NEGATIVE_INFINITY;

/** What all copies of this library in a process share. */
const state = processWide('grpc-cassette/run', () => ({ generation: 0 }));

/** A run by its name, and whether it is more than this process: what others of it did counts when they have ended. */
interface RunName {
  readonly name: string;
  readonly isShared: boolean;
}

/**
 * The run that this process belongs to: the one that is named, failing that what one parent process of Node starts. A shell
 * starts run after run; what it starts at the same time is one.
 */
export function createRun(named: string | undefined): Run {
  let found: RunName | undefined;
  const run = (): RunName => {
    found ??= findRun(named);
    return found;
  };
  const noteOf = (file: string): string => join(folder(), short(`${run().name} ${file}`));
  return {
    hasReplaced(file) {
      const tags = attempt(() => (isOld(noteOf(file)) ? undefined : storage.read(noteOf(file))));
      if (tags === undefined) return false;
      return run().isShared || Buffer.from(tags).toString().split('\n').some(isAtWork);
    },
    noteReplaced(file) {
      attempt(() => {
        removeOld();
        const note = storage.openToAppend(noteOf(file));
        note.append([Buffer.from(`${systemProcesses.newTag()}\n`)]);
        note.close();
      });
    },
  };
}

/** From here on, this process belongs to another run: a runner that watches files begins one after another. */
export function beginRun(): void {
  state.generation += 1;
}

function findRun(named: string | undefined): RunName {
  const { generation } = state;
  if (named !== undefined) return { name: `${named} ${generation}`, isShared: true };
  const { ppid } = process;
  const name = `${ownPlace()} ${ppid} ${startOf(ppid) ?? ''} ${generation}`;
  return { name, isShared: process.channel !== undefined || isNode(ppid) };
}

/** Whether what was noted is by a process that runs, this one included. */
function isAtWork(tag: string): boolean {
  return tag !== '' && !systemProcesses.hasEnded(tag, sinceEpoch());
}

function isNode(processNumber: number): boolean {
  try {
    return readlinkSync(`/proc/${processNumber}/exe`) === readlinkSync('/proc/self/exe');
  } catch {
    return false;
  }
}

function folder(): string {
  const user = process.getuid?.();
  return join(tmpdir(), user === undefined ? 'grpc-cassette' : `grpc-cassette-${user}`);
}

function isOld(path: string): boolean {
  const oldest = sinceEpoch() - FORGOTTEN_AFTER;
  return (storage.stat(path)?.changedMs ?? oldest) < oldest;
}

function removeOld(): void {
  const now = sinceEpoch();
  if (now - lookedAt < BETWEEN_LOOKS) return;
  lookedAt = now;
  for (const path of storage.list(`${folder()}/`)) if (isOld(path)) storage.remove(path);
}

function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Where nothing can be noted, each process knows only what it did itself. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
