import { FILE_OPENING } from '../../format/cassette-file.js';
import { once } from '../../messages/types/once.js';
import { asBuffer } from '../../model/as-buffer.js';
import { codeOf } from '../../model/code-of.js';
import type { Appender, Storage } from '../../storage/storage.js';
import type { HiddenNames } from '../beside/hidden-names.js';
import { copyOf } from './copy-of.js';
import { findJournaled, findWhole, openingOf } from './journal-text.js';
import { JournalWindow } from './journal-window.js';
import { type EndedCall, JournaledEntry, type PendingEntry, type WrittenPlace } from './pending-entry.js';
import { WholeText } from './whole-text.js';

/** The usual entry is put together in the same room each time, in bytes. */
const ROOM = 1 << 14;
/** A larger entry goes out in several writes, in bytes. */
const LARGEST_WRITE = 1 << 20;

/**
 * The takes of one recorder that are not yet in the cassette: a cassette itself, whose entries stand in the order the calls
 * ended, each behind a comment with its start number and its length in bytes, so that a torn last entry is seen. While it
 * holds none it has another name, and is the sign that a recording is at work: each write makes the sign fresh.
 */
export class Journal {
  readonly tag: string;
  readonly #storage: Storage;
  readonly #names: HiddenNames;
  readonly #mode: () => number | undefined;
  /** Open from the first call on. */
  #file: Appender | undefined;
  #path: string;
  #isMade = false;
  #entries: WrittenPlace[] = [];
  #size = 0;
  #room: Buffer | undefined;

  /** `mode` gives the permissions that the file is to have, those of the cassette. */
  constructor(storage: Storage, names: HiddenNames, tag: string, mode: () => number | undefined) {
    this.#storage = storage;
    this.#names = names;
    this.tag = tag;
    this.#mode = mode;
    this.#path = names.sign(tag);
  }

  /** Where it is at present. */
  get path(): string {
    return this.#path;
  }

  /** How many entries it holds. */
  get count(): number {
    return this.#entries.length;
  }

  /** Shows that a recording is at work, where that is not shown. Throws what the storage throws. */
  begin(): void {
    this.#file ??= this.#storage.openToAppend(this.#path, this.#mode());
    this.#isMade = true;
  }

  /** Shows that the recording is still at work. */
  touch(): void {
    if (this.#file !== undefined) this.#storage.touch(this.#path);
  }

  /** Adds an entry of `length` bytes. It survives the end of the process, not that of the power: nothing is flushed. */
  append({ start, method }: EndedCall, length: number, pieces: Iterable<Uint8Array>): void {
    const opening = openingOf(start, length);
    const before = this.#size === 0 ? FILE_OPENING : '';
    if (this.#size === 0) this.#rename(this.#names.journal(this.tag));
    this.begin();
    try {
      this.#file?.append(this.#joined(before + opening, length, pieces));
    } catch (error) {
      this.#cutBack();
      throw error;
    }
    const offset = this.#size + before.length + opening.length;
    this.#entries.push({ start, method, length, offset });
    this.#size = offset + length;
  }

  /**
   * Its entries in the order in which the calls ended; their text is read when it is asked for, from the open file, whatever
   * became of its name. `lost` is told of those that somebody has cut off or damaged meanwhile.
   */
  entries(lost: (call: EndedCall) => void): readonly PendingEntry[] {
    if (this.#entries.length === 0) return [];
    this.begin();
    const file = this.#file as Appender;
    const { size } = file.facts();
    const readAll = once(() => Buffer.concat([...file.readRange(0, size)]));
    const window = new JournalWindow(file, size);
    const entries: PendingEntry[] = [];
    for (const entry of this.#entries) {
      const isThere = size === this.#size && stands(window, entry);
      const at = isThere ? entry.offset : findJournaled(readAll(), entry.start, entry.length);
      if (at === undefined) lost(entry);
      else entries.push(new JournaledEntry(entry, window, at));
    }
    return entries;
  }

  /** Whether somebody has taken it, for one whose process has ended, or has deleted it. */
  get isTaken(): boolean {
    const file = this.#file;
    return file !== undefined && this.#storage.stat(this.#path)?.id !== file.facts().id;
  }

  /** All that it held is where it belongs: only the sign is left. */
  clear(): void {
    if (this.#size === 0) return;
    this.#entries = [];
    this.#size = 0;
    this.#file?.cut(0);
    this.#rename(this.#names.sign(this.tag));
  }

  /** From here on nobody takes its entries into the cassette, whatever becomes of this process. */
  reject(): void {
    if (this.#size > 0) this.#rename(this.#names.rejectedJournal(this.tag));
  }

  /** Nothing is left of it. It may begin anew. */
  end(): void {
    if (!this.#isMade) return;
    this.close();
    this.#isMade = false;
    try {
      this.#storage.remove(this.#path);
    } catch {
      // There is nothing in it: whoever opens the cassette when this process has ended removes it.
    }
    this.#path = this.#names.sign(this.tag);
  }

  /** Lets go of the file, which stays. */
  close(): void {
    this.#file?.close();
    this.#file = undefined;
    this.#entries = [];
    this.#size = 0;
  }

  /** Small entries go out in one write with their comment: what the disk holds then ends between entries. */
  #joined(opening: string, length: number, pieces: Iterable<Uint8Array>): Iterable<Uint8Array> {
    if (opening.length + length <= ROOM) return [this.#gathered(opening, pieces)];
    const first = Buffer.from(opening);
    const all = chained(first, pieces);
    return length <= LARGEST_WRITE ? [copyOf(first.length + length, all)] : all;
  }

  #gathered(opening: string, pieces: Iterable<Uint8Array>): Uint8Array {
    this.#room ??= Buffer.allocUnsafeSlow(ROOM);
    if (pieces instanceof WholeText) return this.#room.subarray(0, this.#room.write(opening + pieces.text));
    let end = this.#room.write(opening, 'latin1');
    for (const piece of pieces) {
      this.#room.set(piece, end);
      end += piece.length;
    }
    return this.#room.subarray(0, end);
  }

  /** A write that failed may have begun: what it wrote is no entry. The storage has closed the file. */
  #cutBack(): void {
    this.#file = undefined;
    try {
      this.#file = this.#storage.openToAppend(this.#path);
      this.#file.cut(this.#size);
    } catch {
      // What is torn at the end is seen by its length.
    }
  }

  /** Where it was deleted, another takes its place; what it held can still be read. */
  #rename(path: string): void {
    const from = this.#path;
    if (from === path) return;
    this.#path = path;
    if (!this.#isMade) return;
    try {
      this.#storage.move(from, path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') this.#beginAnew();
      // Where names cannot be changed, what is open may be written all the same.
      else this.#path = from;
    }
  }

  #beginAnew(): void {
    if (this.#size > 0) return;
    this.#file?.close();
    this.#file = undefined;
  }
}

/** The texts of the whole entries of a journal that another process left, in the order in which the calls started. */
export function readJournal(bytes: Uint8Array): readonly Uint8Array[] {
  return [...findWhole(asBuffer(bytes))].sort((a, b) => a.start - b.start).map(({ text }) => text);
}

/** Whether an entry begins and ends where it was written: all in between was written with it. */
function stands(window: JournalWindow, { start, length, offset }: WrittenPlace): boolean {
  const opening = `${openingOf(start, length)}-`;
  return window.holds(offset + 1 - opening.length, opening) && window.holds(offset + length - 1, '\n');
}

function* chained(first: Uint8Array, pieces: Iterable<Uint8Array>): Iterable<Uint8Array> {
  yield first;
  yield* pieces;
}
