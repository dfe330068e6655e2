import type { Storage } from '../storage/storage.js';

/** The text of a take's messages of one direction, in memory until it is told to spill into a file. */
export class MessageText {
  #waiting: string[] = [];
  #waitingLength = 0;
  #spilledLength = 0;
  #spill: { readonly storage: Storage; readonly path: string } | undefined;

  /** The length in bytes. Message text is ASCII: one byte a character. */
  get length(): number {
    return this.#spilledLength + this.#waitingLength;
  }

  get lengthInMemory(): number {
    return this.#waitingLength;
  }

  add(text: string): void {
    this.#waiting.push(text);
    this.#waitingLength += text.length;
  }

  /** Moves what is in memory to the end of the file at `path`. */
  spill(storage: Storage, path: string): void {
    if (this.#waitingLength === 0) return;
    storage.append(path, [this.#inMemory()]);
    this.#spill = { storage, path };
    this.#spilledLength += this.#waitingLength;
    this.#waiting = [];
    this.#waitingLength = 0;
  }

  *pieces(): Iterable<Uint8Array> {
    if (this.#spill !== undefined) {
      yield* this.#spill.storage.readRange(this.#spill.path, 0, this.#spilledLength);
    }
    if (this.#waitingLength > 0) yield this.#inMemory();
  }

  /** Removes the file, if there is one. */
  discard(): void {
    this.#spill?.storage.remove(this.#spill.path);
    this.#spill = undefined;
  }

  #inMemory(): Uint8Array {
    return Buffer.from(this.#waiting.join(''), 'latin1');
  }
}
