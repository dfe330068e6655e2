import { closeSync, fchmodSync, fstatSync, ftruncateSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { keepShape } from '../model/keep-shape.js';
import { factsOf } from './file-facts.js';
import { readPieces } from './read.js';
import type { Appender, FileFacts } from './storage.js';
import { unlessAbsent } from './unless-absent.js';
import { writeAll } from './write.js';

/** An open file of the file system. A journal grows by an entry a call: a descriptor that stays saves two system calls each. */
class FileAppender implements Appender {
  readonly #path: string;
  #descriptor: number | undefined;

  /** `descriptor`: the open file's; undefined for one that is closed. */
  constructor(path: string, descriptor: number | undefined) {
    this.#path = path;
    this.#descriptor = descriptor;
  }

  append(pieces: Iterable<Uint8Array>): void {
    const descriptor = this.#open();
    try {
      for (const piece of pieces) writeAll(descriptor, piece);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  readRange(start: number, length: number, room?: Uint8Array): Iterable<Uint8Array> {
    return readPieces(this.#open(), start, length, room);
  }

  facts(): FileFacts {
    return factsOf(fstatSync(this.#open()));
  }

  cut(length: number): void {
    ftruncateSync(this.#open(), length);
  }

  close(): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    // Closed twice, it would be another's by then.
    this.#descriptor = undefined;
    closeSync(descriptor);
  }

  #open(): number {
    if (this.#descriptor === undefined) throw new Error(`${this.#path} is closed`);
    return this.#descriptor;
  }
}

/** Makes the file and its folders when there are none. */
export function openAppender(path: string, mode: number | undefined): Appender {
  const descriptor = unlessAbsent(() => openAs(path, mode));
  if (descriptor !== undefined) return new FileAppender(path, descriptor);
  mkdirSync(dirname(path), { recursive: true });
  return new FileAppender(path, openAs(path, mode));
}

function openAs(path: string, mode: number | undefined): number {
  const descriptor = openSync(path, 'a+', mode);
  // What the process keeps from new files it was not told to keep from this one.
  if (mode !== undefined && fstatSync(descriptor).size === 0) fchmodSync(descriptor, mode);
  return descriptor;
}

keepShape(new FileAppender('', undefined));
