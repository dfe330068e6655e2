import type { Appender, Storage } from '../storage/storage.js';

/** A file for what memory is not to hold. */
interface Spill {
  readonly storage: Storage;
  readonly path: string;
  readonly file: Appender;
}

/** The text of a take's messages of one direction, in memory until it is told to spill into a file. */
export class MessageText {
  #waiting = '';
  #spilledLength = 0;
  #cannotSpill = false;
  #spill: Spill | undefined;

  /** The length in bytes. Message text is ASCII: one byte a character. */
  get length(): number {
    return this.#spilledLength + this.#waiting.length;
  }

  get lengthInMemory(): number {
    return this.#waiting.length;
  }

  add(text: string): void {
    this.#waiting += text;
  }

  /**
   * Moves what is in memory to the end of a file of its own, the one at `path` when it is the first time. A file that
   * cannot be written is never tried again, for nobody knows what it holds: what follows stays in memory.
   */
  spill(storage: Storage, path: string, mode: number | undefined): void {
    if (this.#waiting === '' || this.#cannotSpill) return;
    try {
      this.#spill ??= { storage, path, file: storage.openToAppend(path, mode) };
      this.#spill.file.append([this.#inMemory()]);
    } catch {
      this.#cannotSpill = true;
      return;
    }
    this.#spilledLength += this.#waiting.length;
    this.#waiting = '';
  }

  *pieces(): Iterable<Uint8Array> {
    if (this.#spill !== undefined && this.#spilledLength > 0) yield* this.#readSpill(this.#spill);
    if (this.#waiting !== '') yield this.#inMemory();
  }

  /** The whole text, where none of it is in a file. */
  get text(): string | undefined {
    return this.#spilledLength === 0 ? this.#waiting : undefined;
  }

  /** Removes the file, if there is one. */
  discard(): void {
    if (this.#spill === undefined) return;
    const { storage, path, file } = this.#spill;
    this.#spill = undefined;
    file.close();
    storage.remove(path);
  }

  /** Throws when the file no longer holds what was put there. */
  *#readSpill({ storage, path }: Spill): Iterable<Uint8Array> {
    let read = 0;
    for (const piece of storage.readRange(path, 0, this.#spilledLength)) {
      read += piece.length;
      yield piece;
    }
    if (read < this.#spilledLength) throw new Error(`${path} is shorter than what was written to it`);
  }

  #inMemory(): Uint8Array {
    return Buffer.from(this.#waiting, 'latin1');
  }
}
