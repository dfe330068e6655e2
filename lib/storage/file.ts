import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { findOwner, isJournal, isRunning, journalPath } from './journal-name.js';
import type { Storage } from './storage.js';

const PIECE = 1 << 20;

/** Cassettes in the file system. */
export class FileStorage implements Storage {
  /** Journals grow by an entry a call: an open descriptor saves two system calls each. */
  readonly #descriptors = new Map<string, number>();

  read(path: string): Uint8Array | undefined {
    return unlessAbsent(() => readFileSync(path));
  }

  *readRange(path: string, start: number, length: number): Iterable<Uint8Array> {
    const descriptor = openSync(path, 'r');
    try {
      for (let done = 0; done < length; ) {
        const piece = Buffer.allocUnsafe(Math.min(PIECE, length - done));
        const count = readSync(descriptor, piece, 0, piece.length, start + done);
        if (count === 0) return;
        done += count;
        yield piece.subarray(0, count);
      }
    } finally {
      closeSync(descriptor);
    }
  }

  append(path: string, pieces: Iterable<Uint8Array>): void {
    const descriptor = this.#descriptors.get(path) ?? openForAppend(path);
    this.#descriptors.set(path, descriptor);
    try {
      for (const piece of pieces) writeAll(descriptor, piece);
    } catch (error) {
      this.#release(path);
      throw error;
    }
  }

  replace(path: string, pieces: Iterable<Uint8Array>): void {
    const target = unlessAbsent(() => realpathSync(path)) ?? path;
    mkdirSync(dirname(target), { recursive: true });
    const temporary = journalPath(target).replace(/\.journal$/, '.tmp');
    try {
      writeFlushed(temporary, pieces);
      const mode = unlessAbsent(() => statSync(target).mode);
      if (mode !== undefined) chmodSync(temporary, mode & 0o7777);
      renameSync(temporary, target);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }

  remove(path: string): void {
    this.#release(path);
    rmSync(path, { force: true });
  }

  newJournalPath(cassettePath: string): string {
    return journalPath(cassettePath);
  }

  abandonedJournals(cassettePath: string): readonly string[] {
    const folder = dirname(cassettePath);
    const names = unlessAbsent(() => readdirSync(folder)) ?? [];
    return names
      .flatMap((name) => {
        const owner = isJournal(name) ? findOwner(cassettePath, name) : undefined;
        return owner === undefined || isRunning(owner) ? [] : [join(folder, name)];
      })
      .map((path) => ({ path, time: unlessAbsent(() => statSync(path).mtimeMs) ?? 0 }))
      .sort((a, b) => a.time - b.time || (a.path < b.path ? -1 : 1))
      .map(({ path }) => path);
  }

  removeLeftovers(cassettePath: string): void {
    const folder = dirname(cassettePath);
    for (const name of unlessAbsent(() => readdirSync(folder)) ?? []) {
      const owner = findOwner(cassettePath, name);
      if (owner === undefined || isJournal(name) || isRunning(owner)) continue;
      rmSync(join(folder, name), { force: true });
    }
  }

  #release(path: string): void {
    const descriptor = this.#descriptors.get(path);
    if (descriptor === undefined) return;
    this.#descriptors.delete(path);
    closeSync(descriptor);
  }
}

function openForAppend(path: string): number {
  const descriptor = unlessAbsent(() => openSync(path, 'a'));
  if (descriptor !== undefined) return descriptor;
  mkdirSync(dirname(path), { recursive: true });
  return openSync(path, 'a');
}

/** A power cut after the rename must not leave an empty file: hence the flush before it. */
function writeFlushed(path: string, pieces: Iterable<Uint8Array>): void {
  const descriptor = openSync(path, 'wx');
  try {
    for (const piece of gathered(pieces)) writeAll(descriptor, piece);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Small pieces put together, so that a file of many entries takes few system calls. */
function* gathered(pieces: Iterable<Uint8Array>): Iterable<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    size += piece.length;
    if (size < PIECE) continue;
    yield waiting.length === 1 ? piece : Buffer.concat(waiting, size);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting, size);
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
}

function unlessAbsent<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    // ENOTDIR: what should be a folder on the way there is a file.
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
