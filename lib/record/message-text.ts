import type { Appender, Storage } from '../storage/storage.js';

/** So many characters of text are kept as they came; more are put into one block, which is one object to the collector of garbage. */
const BLOCK = 1 << 14;

/** A file for what memory is not to hold. */
interface Spill {
  readonly storage: Storage;
  readonly path: string;
  readonly file: Appender;
}

const NO_BLOCKS: Uint8Array[] = [];

/** The text of a take's messages of one direction, in memory until it is told to spill into a file. */
export class MessageText {
  #waiting = '';
  /** What came before that. */
  #blocks: Uint8Array[] = NO_BLOCKS;
  #blocksLength = 0;
  #spilledLength = 0;
  #cannotSpill = false;
  #spill: Spill | undefined;

  /** The length in bytes. Message text is ASCII: one byte a character. */
  get length(): number {
    return this.#spilledLength + this.lengthInMemory;
  }

  get lengthInMemory(): number {
    return this.#blocksLength + this.#waiting.length;
  }

  add(text: string): void {
    this.#waiting += text;
    if (this.#waiting.length >= BLOCK) this.#makeBlock();
  }

  /**
   * Moves what is in memory to the end of a file of its own, the one at `path` when it is the first time. A file that
   * cannot be written is never tried again, for nobody knows what it holds: what follows stays in memory.
   */
  spill(storage: Storage, path: string, mode: number | undefined): void {
    if (this.lengthInMemory === 0 || this.#cannotSpill) return;
    try {
      this.#spill ??= { storage, path, file: storage.openToAppend(path, mode) };
      this.#spill.file.append([Buffer.concat(this.#inMemory())]);
    } catch {
      this.#cannotSpill = true;
      return;
    }
    this.#spilledLength += this.lengthInMemory;
    this.#waiting = '';
    this.#blocks = NO_BLOCKS;
    this.#blocksLength = 0;
  }

  *pieces(): Iterable<Uint8Array> {
    if (this.#spill !== undefined && this.#spilledLength > 0) yield* this.#readSpill(this.#spill);
    yield* this.#inMemory();
  }

  /** The whole text, where it is short. */
  get text(): string | undefined {
    return this.#spilledLength + this.#blocksLength === 0 ? this.#waiting : undefined;
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

  #makeBlock(): void {
    if (this.#blocksLength === 0) this.#blocks = [];
    this.#blocks.push(Buffer.from(this.#waiting, 'latin1'));
    this.#blocksLength += this.#waiting.length;
    this.#waiting = '';
  }

  #inMemory(): readonly Uint8Array[] {
    return this.#waiting === '' ? this.#blocks : [...this.#blocks, Buffer.from(this.#waiting, 'latin1')];
  }
}
