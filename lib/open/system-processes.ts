import { randomFillSync } from 'node:crypto';
import { uptime } from 'node:os';
import type { Processes } from '../model/surroundings.js';
import { ownPlace, ownStart, startOf } from './process-start.js';
import { sinceEpoch } from './real-timers.js';

/** `<number>-<place>-<start>-<random>`: place and start tell a process from another with the same number. */
const TAG = /^(\d+)-([0-9a-f]{8})-([0-9a-f]{8})-[0-9a-f]{8}$/;
/** That of versions up to 0.1, which says no place. */
const EARLIER_TAG = /^(\d+)-[0-9a-f]{24}$/;

/** What was touched within so many milliseconds is somebody's who is at work. */
const FRESH_HERE = 10_000;
/** The same where nothing else tells whether somebody is: on another host, or in another container. */
const FRESH_ELSEWHERE = 600_000;

/** The processes that have to do with a file. */
export const systemProcesses: Processes = {
  newTag: () => `${process.pid}-${ownPlace()}-${ownStart()}-${nextRandom()}`,
  hasEnded(tag, touchedMs) {
    const found = parse(tag);
    if (found === undefined) return false;
    if (!found.isHere) return age(touchedMs) > FRESH_ELSEWHERE;
    return !isRunning(found.number, found.start, touchedMs);
  },
  isHere: (tag) => parse(tag)?.isHere === true,
  isFresh(tag, touchedMs) {
    const found = parse(tag);
    return found !== undefined && age(touchedMs) <= (found.isHere ? FRESH_HERE : FRESH_ELSEWHERE);
  },
};

/** Random bytes for many tags: to ask for them costs more than a tag, and each cassette has one. */
const randoms = Buffer.alloc(64 * 4);
let nextRandomAt = randoms.length;

function nextRandom(): string {
  if (nextRandomAt === randoms.length) {
    randomFillSync(randoms);
    nextRandomAt = 0;
  }
  nextRandomAt += 4;
  return randoms.toString('hex', nextRandomAt - 4, nextRandomAt);
}

interface ParsedTag {
  readonly number: number;
  readonly isHere: boolean;
  /** Undefined where the tag does not say. */
  readonly start: string | undefined;
}

function parse(tag: string): ParsedTag | undefined {
  const [, number, where, start] = TAG.exec(tag) ?? [];
  if (number !== undefined) return { number: Number(number), isHere: where === ownPlace(), start };
  const [, earlier] = EARLIER_TAG.exec(tag) ?? [];
  return earlier === undefined ? undefined : { number: Number(earlier), isHere: true, start: undefined };
}

function isRunning(number: number, start: string | undefined, touchedMs: number): boolean {
  if (number === process.pid) return start === ownStart();
  if (!hasNumber(number)) return false;
  const now = startOf(number);
  if (start !== undefined && now !== undefined) return start === now;
  // It bears the number since a later boot.
  return touchedMs > sinceEpoch() - uptime() * 1000;
}

function hasNumber(number: number): boolean {
  try {
    process.kill(number, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function age(touchedMs: number): number {
  return sinceEpoch() - touchedMs;
}
