import { asBuffer } from '../../model/as-buffer.js';
import { keepShape } from '../../model/keep-shape.js';
import type { Appender } from '../../storage/storage.js';

/** So much of a file is read at a time, in bytes, and no more of it is kept. */
const WIDTH = 1 << 20;

/** Parts of an open file that are asked for in about the order in which they stand: it is read in few large pieces. */
export class JournalWindow {
  readonly #file: Appender;
  readonly #size: number;
  #start = 0;
  #bytes: Buffer = Buffer.alloc(0);

  /** `size`: what there is of the file. */
  constructor(file: Appender, size: number) {
    this.#file = file;
    this.#size = size;
  }

  /** `length` bytes from `start` on, or what there is of them; in several pieces where that is much. */
  read(start: number, length: number): Iterable<Uint8Array> {
    return length > WIDTH ? this.#file.readRange(start, length) : [this.part(start, length)];
  }

  /** The same for who is done with each piece when he asks for the next: then much is read in little memory. */
  pass(start: number, length: number): Iterable<Uint8Array> {
    return length > WIDTH
      ? this.#file.readRange(start, length, Buffer.allocUnsafeSlow(WIDTH))
      : [this.part(start, length)];
  }

  /** The same in one piece. */
  whole(start: number, length: number): Uint8Array {
    return length > WIDTH
      ? Buffer.concat([...this.#file.readRange(start, length)])
      : this.part(start, length);
  }

  /** The same of few bytes. */
  part(start: number, length: number): Buffer {
    this.#reach(start, length);
    return this.#bytes.subarray(start - this.#start, start - this.#start + length);
  }

  /** Whether a short text, a byte a character, stands at `start`. */
  holds(start: number, text: string): boolean {
    this.#reach(start, text.length);
    const from = start - this.#start;
    for (let index = 0; index < text.length; index += 1)
      if (this.#bytes[from + index] !== text.charCodeAt(index)) return false;
    return true;
  }

  #reach(start: number, length: number): void {
    if (start < this.#start || start + length > this.#start + this.#bytes.length) this.#move(start);
  }

  #move(start: number): void {
    this.#start = start;
    this.#bytes = joined([...this.#file.readRange(start, Math.min(WIDTH, this.#size - start))]);
  }
}

/** Mostly it is one piece. */
function joined(pieces: readonly Uint8Array[]): Buffer {
  const [first] = pieces;
  return first !== undefined && pieces.length === 1 ? asBuffer(first) : Buffer.concat(pieces);
}

keepShape(new JournalWindow({} as Appender, 0));
