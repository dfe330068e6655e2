import { FILE_OPENING } from '../format/cassette-file.js';
import { CODES } from '../format/yaml/characters.js';
import { asBuffer } from '../model/as-buffer.js';
import type { Appender, Storage } from '../storage/storage.js';

const { LINE_FEED } = CODES;

/** An entry on its way into the cassette. */
export interface PendingEntry {
  /** Where the call stands among the cassette's calls, in the order they started. */
  readonly start: number;
  /** Of the text, in bytes. */
  readonly length: number;
  readonly text: Iterable<Uint8Array>;
}

/**
 * The takes that are not yet in the cassette: a cassette itself, whose entries stand in the order the calls ended, each
 * behind a comment with its start number and its length in bytes, so that a torn last entry is seen.
 */
export class Journal {
  readonly path: string;
  readonly #storage: Storage;
  /** Open from the first entry on. */
  #file: Appender | undefined;
  #entries: PendingEntry[] = [];
  #size = 0;

  constructor(storage: Storage, path: string) {
    this.#storage = storage;
    this.path = path;
  }

  /** Its entries in the order in which the calls ended; their text is read from the file when it is asked for. */
  get entries(): readonly PendingEntry[] {
    return this.#entries;
  }

  /** Adds an entry of `length` bytes. It survives the end of the process, not that of the power: nothing is flushed. */
  append(start: number, length: number, pieces: Iterable<Uint8Array>): void {
    const opening = `${this.#size === 0 ? FILE_OPENING : ''}# call ${start}, ${length} bytes\n`;
    this.#file ??= this.#storage.openToAppend(this.path);
    this.#file.append(joined(Buffer.from(opening), length, pieces));
    const offset = this.#size + opening.length;
    const text = { [Symbol.iterator]: () => iterate(this.#storage.readRange(this.path, offset, length)) };
    this.#entries.push({ start, length, text });
    this.#size = offset + length;
  }

  /** Lets go of the file, which stays. */
  close(): void {
    this.#file?.close();
  }
}

/** The texts of the whole entries of a journal that another process left, in the order in which the calls started. */
export function readJournal(bytes: Uint8Array): readonly Uint8Array[] {
  const entries: { readonly start: number; readonly text: Uint8Array }[] = [];
  let offset = FILE_OPENING.length;
  for (;;) {
    const lineEnd = bytes.indexOf(LINE_FEED, offset);
    if (lineEnd < 0) break;
    const match = /^# call (\d+), (\d+) bytes$/.exec(latin1(bytes.subarray(offset, lineEnd)));
    const start = Number(match?.[1]);
    const end = lineEnd + 1 + Number(match?.[2]);
    if (!(end <= bytes.length) || bytes[end - 1] !== LINE_FEED) break;
    entries.push({ start, text: bytes.subarray(lineEnd + 1, end) });
    offset = end;
  }
  return entries.sort((a, b) => a.start - b.start).map(({ text }) => text);
}

function iterate<T>(iterable: Iterable<T>): Iterator<T> {
  return iterable[Symbol.iterator]();
}

/** Small entries go out in one write with their comment: what the disk holds then ends between entries. */
function* joined(opening: Uint8Array, length: number, pieces: Iterable<Uint8Array>): Iterable<Uint8Array> {
  if (length <= 1 << 20) {
    yield Buffer.concat([opening, ...pieces]);
    return;
  }
  yield opening;
  yield* pieces;
}

function latin1(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('latin1');
}
