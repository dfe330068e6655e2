import type { Appender, Storage } from '../storage/storage.js';

/** So many characters of text are kept as they came; more are put into one block, which is no work to the collector of garbage. */
const SHORT = 1 << 14;
/** The length of the first such block, in bytes. */
const FIRST_BLOCK = 1 << 16;
/** One that had to be longer, for a large message, is not kept. */
const LARGEST_BLOCK = 1 << 22;
/** So much is read back at a time, in bytes. */
const PIECE = 1 << 20;

/** A file for what memory is not to hold. */
interface Spill {
  readonly storage: Storage;
  readonly path: string;
  readonly file: Appender;
}

const NO_BLOCK: Buffer = Buffer.alloc(0);

/** The text of a take's messages of one direction, in memory until it is told to spill into a file. */
export class MessageText {
  #waiting = '';
  /** What came before that, from its start. It is used again after each spill. */
  #block: Buffer = NO_BLOCK;
  #blockLength = 0;
  #spilledLength = 0;
  #cannotSpill = false;
  #spill: Spill | undefined;

  /** The length in bytes. Message text is ASCII: one byte a character. */
  get length(): number {
    return this.#spilledLength + this.lengthInMemory;
  }

  get lengthInMemory(): number {
    return this.#blockLength + this.#waiting.length;
  }

  add(text: string): void {
    this.#waiting += text;
    if (this.#waiting.length >= SHORT) this.#fillBlock();
  }

  /**
   * Moves what is in memory to the end of a file of its own, the one at `path` when it is the first time. A file that
   * cannot be written is never tried again, for nobody knows what it holds: what follows stays in memory.
   */
  spill(storage: Storage, path: string, mode: number | undefined): void {
    if (this.lengthInMemory === 0 || this.#cannotSpill) return;
    try {
      this.#spill ??= { storage, path, file: storage.openToAppend(path, mode) };
      this.#fillBlock();
      this.#spill.file.append([this.#block.subarray(0, this.#blockLength)]);
    } catch {
      this.#cannotSpill = true;
      return;
    }
    this.#spilledLength += this.#blockLength;
    this.#blockLength = 0;
    if (this.#block.length > LARGEST_BLOCK) this.#block = NO_BLOCK;
  }

  /** Each piece may be gone when the next is asked for. */
  *pieces(): Iterable<Uint8Array> {
    if (this.#spill !== undefined && this.#spilledLength > 0) yield* this.#readSpill(this.#spill);
    if (this.lengthInMemory > 0) yield* this.#inMemory();
  }

  /** The whole text, where it is short. */
  get text(): string | undefined {
    return this.#spilledLength + this.#blockLength === 0 ? this.#waiting : undefined;
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
    const room = Buffer.allocUnsafeSlow(Math.min(PIECE, this.#spilledLength));
    for (const piece of storage.readRange(path, 0, this.#spilledLength, room)) {
      read += piece.length;
      yield piece;
    }
    if (read < this.#spilledLength) throw new Error(`${path} is shorter than what was written to it`);
  }

  #fillBlock(): void {
    const length = this.#blockLength + this.#waiting.length;
    if (length > this.#block.length) {
      const longer = Buffer.allocUnsafeSlow(Math.max(FIRST_BLOCK, 2 * this.#block.length, length));
      longer.set(this.#block.subarray(0, this.#blockLength));
      this.#block = longer;
    }
    this.#block.write(this.#waiting, this.#blockLength, 'latin1');
    this.#blockLength = length;
    this.#waiting = '';
  }

  #inMemory(): readonly Uint8Array[] {
    const block = this.#block.subarray(0, this.#blockLength);
    return this.#waiting === '' ? [block] : [block, Buffer.from(this.#waiting, 'latin1')];
  }
}
