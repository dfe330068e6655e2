import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Appender } from './storage.js';
import { unlessAbsent } from './unless-absent.js';
import { writeAll } from './write.js';

/** An open file of the file system. A journal grows by an entry a call: a descriptor that stays saves two system calls each. */
export class FileAppender implements Appender {
  readonly #path: string;
  #descriptor: number | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#descriptor = open(path);
  }

  append(pieces: Iterable<Uint8Array>): void {
    if (this.#descriptor === undefined) throw new Error(`${this.#path} is closed`);
    try {
      for (const piece of pieces) writeAll(this.#descriptor, piece);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    // Closed twice, it would be another's by then.
    this.#descriptor = undefined;
    closeSync(descriptor);
  }
}

function open(path: string): number {
  const descriptor = unlessAbsent(() => openSync(path, 'a'));
  if (descriptor !== undefined) return descriptor;
  mkdirSync(dirname(path), { recursive: true });
  return openSync(path, 'a');
}
