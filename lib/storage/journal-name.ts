import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';

/** Who wrote a journal, as its file name tells. */
export interface JournalOwner {
  readonly processId: number;
  /** When that process started, in milliseconds since 1970; tells a process from a later one with the same number. */
  readonly processStart: number;
}

/** Clocks are adjusted and rounded: two starts this close, in milliseconds, are one. */
const SAME_START = 2000;

/** A new journal's path, `.<name>.<pid>-<process start><random>.journal` beside the cassette. */
export function journalPath(cassettePath: string, owner: JournalOwner): string {
  const start = Math.round(owner.processStart).toString(36).padStart(9, '0');
  const unique = `${owner.processId}-${start}${randomBytes(4).toString('hex')}`;
  return join(dirname(cassettePath), `.${basename(cassettePath)}.${unique}.journal`);
}

/** Whether a file that belongs to a cassette is a journal, and not a part of one that outgrew memory. */
export function isJournal(fileName: string): boolean {
  return fileName.endsWith('.journal');
}

/** Who wrote the journal, or the part or temporary file named after one; undefined when it is not the cassette's. */
export function findOwner(cassettePath: string, fileName: string): JournalOwner | undefined {
  const prefix = `.${basename(cassettePath)}.`;
  if (!fileName.startsWith(prefix)) return undefined;
  const match = /^(\d+)-([0-9a-z]{9})[0-9a-f]{8}\.(?:tmp|journal(?:\.\d+\.(?:requests|responses))?)$/.exec(
    fileName.slice(prefix.length),
  );
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { processId: Number(match[1]), processStart: Number.parseInt(match[2], 36) };
}

/** This process. */
export function thisProcess(): JournalOwner {
  return { processId: process.pid, processStart: Date.now() - process.uptime() * 1000 };
}

/** Whether the process that wrote a journal still runs. */
export function isRunning(owner: JournalOwner): boolean {
  const self = thisProcess();
  if (owner.processId === self.processId) {
    // Containers give every run the same process number.
    return Math.abs(owner.processStart - self.processStart) < SAME_START;
  }
  try {
    process.kill(owner.processId, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
