import { type CassetteFile, composeNewFile } from '../format/cassette-file.js';
import type { Entry } from '../format/entry.js';
import { withOrderOf } from '../format/entry-order.js';
import { NO_BYTES } from '../messages/wire/wire-bytes.js';
import { type Baseline, NOTHING_YET } from './baseline.js';
import type { RecordingFiles } from './beside/recording-files.js';
import { entryText, holdsEntry } from './entries-of-file.js';
import type { Finishing } from './finishing.js';
import { FormerEntries } from './former-entries.js';
import { inBlocks } from './in-blocks.js';
import { copyOf } from './journal/copy-of.js';
import type { PendingEntries } from './journal/pending.js';
import type { PendingEntry } from './journal/pending-entry.js';
import type { GroupName } from './order/group-name.js';
import type { WrittenEntry } from './own-entries.js';

/** A larger entry, in bytes, is written as it is, piece by piece, and never whole in memory. */
const LARGEST_FINISHED = 4 << 20;
/** So much is added to a file in one write, in bytes: in part it would have to be cut off again. */
const LARGEST_BLOCK = 16 << 20;

/** The same entries for who writes them one after another: much is read in little memory. */
export function passing(pending: readonly PendingEntry[]): readonly PendingEntry[] {
  return pending.map((entry) => {
    const { start, method, length } = entry;
    if (length <= LARGEST_FINISHED) return entry;
    const passed = { [Symbol.iterator]: () => entry.passing[Symbol.iterator]() };
    return { start, method, length, whole: NO_BYTES, text: passed, passing: passed };
  });
}

/** What a composition is made with. */
interface CompositionOptions {
  readonly baseline: Baseline;
  readonly finishing: Finishing;
  readonly groupName: GroupName;
}

/** What a cassette is to hold when what is pending has come into it: the whole of it, or a block for its end. */
export class Composition {
  readonly #files: RecordingFiles;
  readonly #pending: PendingEntries;
  readonly #finishing: Finishing;
  readonly #groupName: GroupName;
  #baseline: Baseline;
  #former: FormerEntries | undefined;
  /** Whether the file was left as it is, with the numbers of the recording that it holds. */
  #isLeft = false;
  /** Whether there was no file before what was composed last. */
  #isNew = false;
  /** By the call's start: the former entry that says the same as its new one. */
  readonly #unchanged = new Map<number, Uint8Array | undefined>();

  constructor(
    files: RecordingFiles,
    pending: PendingEntries,
    { baseline, finishing, groupName }: CompositionOptions,
  ) {
    this.#files = files;
    this.#pending = pending;
    this.#baseline = baseline;
    this.#finishing = finishing;
    this.#groupName = groupName;
  }

  /** What of the baseline is not in the cassette yet. */
  get baseline(): Baseline {
    return this.#baseline;
  }

  /** All of it is in the cassette, or to be let go. */
  settle(): void {
    this.#baseline = NOTHING_YET;
    this.#unchanged.clear();
    // What comes yet must not go on with ids that mean other groups in the file.
    if (!this.#isLeft) this.#groupName.settle();
  }

  /** Whether what was composed last consists of what this recorder has recorded, and of nothing that others wrote. */
  get isAllOwn(): boolean {
    return this.#isNew && this.#baseline.recovered.length === 0;
  }

  /** Whether it takes the place of what was there before. */
  get replaces(): boolean {
    return this.#baseline.replaced !== undefined;
  }

  /** The whole; undefined where the file is to stay as it is. `written` is told of each new entry as it is to be written. */
  compose(
    file: CassetteFile | undefined,
    pending: readonly PendingEntry[],
    written: WrittenEntry[] = [],
  ): Iterable<Uint8Array> | undefined {
    this.#isLeft = false;
    this.#isNew = file === undefined;
    if (file === undefined) return this.#composeNew(pending, written);
    const keeps = this.#keeps(file);
    this.#findName(file, keeps);
    const left = this.#withoutTaken(file, pending);
    this.#isLeft = this.#isAsBefore(file, keeps, left);
    if (this.#isLeft) return undefined;
    return file.compose(keeps, this.#added(left, written));
  }

  #composeNew(pending: readonly PendingEntry[], written: WrittenEntry[]): Iterable<Uint8Array> {
    if (this.#groupName.isSought) this.#groupName.findFree(this.#withRecovered(undefined), undefined);
    return composeNewFile(inBlocks(this.#added(pending, written)));
  }

  /** The block; undefined where there is something to remove from the file, or too much to add. */
  block(pending: readonly PendingEntry[], written: WrittenEntry[]): Uint8Array | undefined {
    this.#isLeft = false;
    if (this.replaces || this.#pending.journal.isTaken) return undefined;
    if (this.#former !== undefined && this.#hasOthers) this.#former = undefined;
    const length = pending.reduce((sum, entry) => sum + entry.length, 0);
    if (length > LARGEST_BLOCK) return undefined;
    if (this.#groupName.isSought)
      this.#groupName.findFree(this.#withRecovered(this.#files.read()), undefined);
    return Buffer.concat([...this.#added(pending, written)]);
  }

  *#added(pending: readonly PendingEntry[], written: WrittenEntry[]): Iterable<Uint8Array> {
    for (const text of this.#baseline.recovered) {
      const left = this.#finishing.entry(text, undefined);
      if (left.length > 0) yield left;
    }
    yield* this.texts(pending, written);
  }

  /** The texts of new entries. */
  *texts(pending: readonly PendingEntry[], written: WrittenEntry[] = []): Iterable<Uint8Array> {
    for (const entry of pending) {
      const { start } = entry;
      if (entry.length > LARGEST_FINISHED) {
        yield* this.#largeText(entry, written);
        continue;
      }
      const text = this.#smallText(entry);
      if (text.length === 0) continue;
      written.push({ start, length: text.length });
      yield text;
    }
  }

  /** The name of its group stands in the first piece. */
  *#largeText({ start, length, text }: PendingEntry, written: WrittenEntry[]): Iterable<Uint8Array> {
    let longer: number | undefined;
    for (const piece of text) {
      const named = longer === undefined ? this.#groupName.rename(piece) : piece;
      longer ??= named.length - piece.length;
      yield named;
    }
    written.push({ start, length: length + (longer ?? 0) });
  }

  #smallText(entry: PendingEntry): Uint8Array {
    const text = this.#recordedText(entry);
    const unchanged = this.#findUnchanged(entry, text);
    const ordered = unchanged && withOrderOf(unchanged, text);
    return ordered ?? this.#finishSmall(entry, text);
  }

  /** As it was recorded, with the name that its group has in the cassette. */
  #recordedText({ whole }: PendingEntry): Uint8Array {
    return this.#groupName.rename(whole);
  }

  #finishSmall({ method }: PendingEntry, text: Uint8Array): Uint8Array {
    return this.#finishing.entry(text, method);
  }

  /** The replaced entry that is to stay, for what it says was recorded again. */
  #findUnchanged(entry: PendingEntry, text: Uint8Array): Uint8Array | undefined {
    const { start } = entry;
    if (this.#former === undefined) return undefined;
    if (!this.#unchanged.has(start))
      this.#unchanged.set(start, this.#former.match(this.#finishSmall(entry, text)));
    return this.#unchanged.get(start);
  }

  /**
   * Whether the file says what it said. None of its entries is known where another recorder is at work: that one removes
   * what it found, and could not tell that such an entry was recorded meanwhile.
   */
  #isAsBefore(
    file: CassetteFile,
    keeps: (entry: Entry) => boolean,
    pending: readonly PendingEntry[],
  ): boolean {
    if (!this.replaces) return false;
    if (this.#hasOthers) {
      this.#former = undefined;
      return false;
    }
    this.#former ??= new FormerEntries(
      file,
      file.entries.filter((entry) => !keeps(entry)),
    );
    const matched = pending.map((entry) =>
      entry.length > LARGEST_FINISHED ? undefined : this.#findUnchanged(entry, this.#recordedText(entry)),
    );
    return this.#former.areAll(matched);
  }

  get #hasOthers(): boolean {
    return this.#files.journals.hasOthers(this.#files.tag);
  }

  /** Somebody who took this process for dead has put entries of its journal into the file. */
  #withoutTaken(file: CassetteFile, pending: readonly PendingEntry[]): readonly PendingEntry[] {
    if (!this.#pending.journal.isTaken) return pending;
    return pending.filter(({ length, text }) => !holdsEntry(file, copyOf(length, text)));
  }

  /** Another recorder of the cassette may have groups of the same name there. */
  #findName(file: CassetteFile, keeps: (entry: Entry) => boolean): void {
    if (this.#groupName.isSettled) return;
    if (!this.replaces) {
      this.#groupName.findFree(this.#withRecovered(file.bytes), undefined);
      return;
    }
    const kept: Uint8Array[] = [];
    const replaced: Uint8Array[] = [];
    for (const entry of file.entries)
      (keeps(entry) ? kept : replaced).push(file.bytes.subarray(entry.start, entry.end));
    this.#groupName.findFree(kept, replaced);
  }

  /** What the cassette is to hold besides what is recorded, where nothing is replaced. */
  #withRecovered(file: Uint8Array | undefined): readonly Uint8Array[] {
    return file === undefined ? this.#baseline.recovered : [file, ...this.#baseline.recovered];
  }

  /** The file may have changed since it was opened: an entry to be replaced is known by its text. */
  #keeps(file: CassetteFile): (entry: Entry) => boolean {
    const { replaced } = this.#baseline;
    // Another of the run has replaced it meanwhile: what is there now was recorded by the run.
    if (replaced === undefined || this.#files.run.hasReplaced(this.#files.file)) return () => true;
    return (entry) => !replaced.has(entryText(file, entry));
  }
}
