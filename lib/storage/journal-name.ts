import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { processName } from './process-id.js';

/** Who wrote a journal, as its file name tells. */
export interface JournalOwner {
  readonly processId: number;
  /** Tells a process from another with the same number. */
  readonly processName: string;
}

/** A new journal's path, `.<name>.<pid>-<process name><random>.journal` beside the cassette. */
export function journalPath(cassettePath: string, owner: JournalOwner = thisProcess()): string {
  const unique = `${owner.processId}-${owner.processName}${randomBytes(4).toString('hex')}`;
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
  const match = /^(\d+)-([0-9a-f]{16})[0-9a-f]{8}\.(?:tmp|journal(?:\.\d+\.(?:requests|responses))?)$/.exec(
    fileName.slice(prefix.length),
  );
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { processId: Number(match[1]), processName: match[2] };
}

/** This process. */
export function thisProcess(): JournalOwner {
  return { processId: process.pid, processName: processName() };
}

/** Whether the process that wrote a journal still runs. */
export function isRunning(owner: JournalOwner): boolean {
  const self = thisProcess();
  if (owner.processId === self.processId) return owner.processName === self.processName;
  try {
    process.kill(owner.processId, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
