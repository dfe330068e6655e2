import { type CassetteFile, composeNewFile, parseCassetteFile } from '../format/cassette-file.js';
import type { Entry } from '../format/entry.js';
import type { CallStart } from '../model/call-start.js';
import type { OpenCall } from '../model/open-call.js';
import type { Clock } from '../model/surroundings.js';
import type { Redaction } from '../redact/redaction.js';
import type { FileFacts, Storage } from '../storage/storage.js';
import { type Baseline, NOTHING_YET } from './baseline.js';
import type { RecordingFiles } from './beside/recording-files.js';
import { CassetteWriter, type Change } from './cassette-writer.js';
import { entryText, holdsEntry } from './entries-of-file.js';
import { FormerEntries } from './former-entries.js';
import type { PendingEntry } from './journal.js';
import { OwnEntries, type WrittenEntry } from './own-entries.js';
import { type EntryCounts, PendingEntries } from './pending.js';
import { Previous } from './previous.js';
import { Take, type TakeOwner } from './take.js';

/** A call that reached no server. */
export interface Unreached {
  readonly method: string;
  /** Where it was to go, as far as that is known. */
  readonly target: string | undefined;
}

/** What a recorder needs besides its files. */
interface RecorderOptions extends Pick<TakeOwner, 'clock' | 'redaction'> {
  readonly baseline: Baseline;
  /** Given the text of each new entry when it is written into the cassette; returns what is written. */
  readonly finish: (text: Uint8Array) => Uint8Array;
  /** Told that a call has ended, and whatever becomes of it was noted. */
  readonly onEnd: () => void;
}

/** A larger entry, in bytes, is written as it is, piece by piece, and never whole in memory. */
const LARGEST_FINISHED = 4 << 20;
/** So much is added to a file in one write, in bytes: in part it would have to be cut off again. */
const LARGEST_BLOCK = 16 << 20;

/** The takes of one cassette, on their way from the calls through the journal into the file. */
export class Recorder implements TakeOwner {
  readonly clock: Clock;
  readonly storage: Storage;
  readonly redaction: Redaction;
  readonly #files: RecordingFiles;
  readonly #pending: PendingEntries;
  readonly #writer: CassetteWriter;
  readonly #open = new Set<Take>();
  readonly #options: RecorderOptions;
  #baseline: Baseline;
  readonly #previous: Previous;
  readonly #own = new OwnEntries();
  #former: FormerEntries | undefined;
  /** By the call's start: the former entry that says the same as its new one. */
  readonly #unchanged = new Map<number, Uint8Array | undefined>();
  #unreached: Unreached[] = [];
  /** Whether what was recorded lies beside the cassette, which is still to become what it was. */
  #isAside = false;

  constructor(files: RecordingFiles, options: RecorderOptions) {
    this.#files = files;
    this.#options = options;
    this.storage = files.storage;
    this.clock = options.clock;
    this.redaction = options.redaction;
    this.#baseline = options.baseline;
    this.#pending = new PendingEntries(files.storage, files.names, files.tag, () => this.fileMode);
    this.#previous = new Previous(files.storage, files.names);
    this.#writer = new CassetteWriter(files.file, files.storage, files.lease);
  }

  /** Shows that a recording is at work. Throws what the storage throws where nothing could be saved. */
  prepare(): void {
    this.#pending.journal.begin();
  }

  /** Shows that it is still at work. */
  touch(): void {
    this.#pending.journal.touch();
  }

  /** A call starts that is to be recorded. */
  begin(start: number, call: CallStart): Take {
    const take = new Take(this, start, call);
    this.#open.add(take);
    return take;
  }

  /** The calls that are being recorded. */
  get openCalls(): readonly OpenCall[] {
    return [...this.#open].map(({ method, start }) => ({ method, start, waitsFor: 'the server' }));
  }

  /** Whether there is something to commit. */
  get dirty(): boolean {
    return this.#baseline.recovered.length > 0 || this.hasOwn;
  }

  /** Whether this recorder itself has recorded something that is not committed. */
  get hasOwn(): boolean {
    return this.#pending.count > 0;
  }

  /** Whether something is not yet where it belongs. */
  get isUnsettled(): boolean {
    return this.hasOwn || this.hasPrevious;
  }

  /** Where the recorded entries are. */
  get counts(): EntryCounts {
    return this.#pending.counts;
  }

  /** Where its journal is, where it has one. */
  get journalPath(): string {
    return this.#pending.journal.path;
  }

  /** Whether the next commit takes the place of what was there before. */
  get replaces(): boolean {
    return this.#baseline.replaced !== undefined;
  }

  /** What the cassette's file was when this recorder last changed it; undefined before that. */
  get lastFacts(): FileFacts | undefined {
    return this.#writer.lastFacts;
  }

  /** The calls that reached no server, since this was last asked. */
  takeUnreached(): readonly Unreached[] {
    const calls = this.#unreached;
    this.#unreached = [];
    return calls;
  }

  /** The methods of the calls that somebody has cut off the journal, since this was last asked. */
  takeLost(): readonly string[] {
    return this.#pending.takeLost();
  }

  spillPath(start: number): string {
    return `${this.#files.names.journal(this.#files.tag)}.${start}`;
  }

  get fileMode(): number | undefined {
    return this.storage.stat(this.#files.file)?.mode;
  }

  /** Puts an entry in the journal. One that cannot be written is kept in memory until the commit. */
  store(take: Take, length: number, pieces: Iterable<Uint8Array>): void {
    this.#open.delete(take);
    this.#pending.add(take, length, pieces);
    this.#options.onEnd();
  }

  forget(take: Take): void {
    this.#open.delete(take);
  }

  drop(take: Take): void {
    this.#open.delete(take);
    const { method, target } = take;
    this.#unreached.push({ method, target });
  }

  /** Stores the calls that are still open as far as they came. `trouble` is told of each that cannot be stored. */
  cutShort(trouble: (error: unknown) => void): void {
    for (const take of [...this.#open]) {
      try {
        take.cutShort();
      } catch (error) {
        this.#open.delete(take);
        trouble(error);
      }
    }
  }

  /** The entries that the cassette will hold after a commit. */
  preview(): readonly Entry[] {
    const bytes = this.#files.read();
    const file = bytes && parseCassetteFile(bytes, this.#files.file);
    const pieces = this.dirty ? this.#compose(file, this.#pending.sorted()) : undefined;
    const shown = pieces === undefined ? bytes : Buffer.concat([...pieces]);
    if (shown === undefined) return [];
    return parseCassetteFile(shown, this.#files.file).entries.filter(
      (entry) => entry.head.replayable !== false,
    );
  }

  /** Writes what was recorded into the cassette, in start order. Throws with all of it still in place. */
  commit(): void {
    this.#write(() => undefined, false);
  }

  /**
   * The same of what has ended so far, by adding it to the end of the file where that will do. Where it replaces what was
   * there, that is kept until `dropPrevious` or `bringBack`.
   */
  append(): void {
    this.#write((pending, written) => this.#block(pending, written), true);
  }

  /** Whether the cassette was replaced by `append`, and what it was before is kept. */
  get hasPrevious(): boolean {
    return this.#previous.isKept;
  }

  /** The run that has replaced the cassette has gone well. */
  dropPrevious(): void {
    this.#previous.drop();
  }

  /** It has not: the cassette is again what it was before, and what was recorded lies at `path`. */
  bringBack(path: string): void {
    this.#pending.journal.reject();
    this.#writer.hold((held) => {
      if (!this.#isAside) this.#copyAside(path);
      this.#previous.bringBack(this.#files.file, held);
    });
    this.#pending.clear();
  }

  /** Once, should the rest fail. */
  #copyAside(path: string): void {
    const bytes = this.storage.read(this.#files.file);
    const recorded = bytes === undefined ? [] : this.#previous.addedTo(parseCassetteFile(bytes, path));
    const texts = [...recorded, ...this.#texts(this.#pending.sorted())];
    addToFile(this.storage, path, texts, this.fileMode);
    this.#isAside = true;
  }

  /** Nobody adds any more: what `append` has added stands in start order, as `commit` writes it. */
  putInOrder(): void {
    if (!this.#own.areDisordered) return;
    this.#writer.hold((held, facts) => {
      const bytes = facts && this.storage.read(this.#files.file);
      if (bytes === undefined || bytes.length !== facts?.size) return;
      const pieces = this.#own.putInOrder(facts.id, bytes);
      if (pieces !== undefined) this.#writer.replace(held, pieces, facts);
    });
  }

  #write(
    block: (pending: readonly PendingEntry[], written: WrittenEntry[]) => Uint8Array | undefined,
    keepsPrevious: boolean,
  ): void {
    const pending = this.#pending.sorted();
    // All of it was lost: no reason to make an empty cassette, or to remove what is to be replaced.
    if (pending.length + this.#baseline.recovered.length === 0) {
      this.#pending.clear();
      return;
    }
    let written: WrittenEntry[] = [];
    let made: { readonly block: Uint8Array | undefined } | undefined;
    const change: Change = {
      compose: (file) => {
        if (keepsPrevious && this.replaces) this.#previous.keep(file?.bytes, this.fileMode);
        written = [];
        return this.#compose(file, pending, written);
      },
      composed: () => {
        if (this.replaces) this.#files.run.noteReplaced(this.#files.file);
      },
      block: () => {
        made ??= { block: block(pending, written) };
        return made.block;
      },
    };
    const { id, size } = this.#writer.write(change);
    this.#own.noteLast(id, size, written);
    const { recoveredJournals } = this.#baseline;
    this.#baseline = NOTHING_YET;
    this.#unchanged.clear();
    this.#pending.settle();
    for (const { path } of recoveredJournals) this.storage.remove(path);
  }

  /**
   * Writes what was recorded beside the cassette, to what `path` holds already. The cassette is left alone, and so are
   * the journals of earlier recordings.
   */
  setAside(path: string): void {
    // Should it fail now, it must not come into the cassette by the next recording.
    this.#pending.journal.reject();
    const texts = [...this.#texts(this.#pending.sorted())];
    // Others may set theirs aside at the same time.
    this.#writer.hold(() => addToFile(this.storage, path, texts, this.fileMode));
    this.#pending.clear();
  }

  /** Takes away what shows that a recording is at work. What is not committed stays in its journal. */
  end(): void {
    this.#writer.close();
    for (const journal of this.#baseline.recoveredJournals) this.#files.journals.release(journal);
    this.#baseline = NOTHING_YET;
    if (this.hasOwn) this.#pending.journal.close();
    else this.#pending.journal.end();
  }

  #compose(
    file: CassetteFile | undefined,
    pending: readonly PendingEntry[],
    written: WrittenEntry[] = [],
  ): Iterable<Uint8Array> | undefined {
    if (file === undefined) return composeNewFile(this.#added(pending, written));
    const keeps = this.#keeps(file);
    const left = this.#withoutTaken(file, pending);
    if (this.#isAsBefore(file, keeps, left)) return undefined;
    return file.compose(keeps, this.#added(left, written));
  }

  /** Undefined where there is something to remove from the file, or too much to add. */
  #block(pending: readonly PendingEntry[], written: WrittenEntry[]): Uint8Array | undefined {
    if (this.replaces || this.#pending.journal.isTaken) return undefined;
    if (this.#former !== undefined && this.#hasOthers) this.#former = undefined;
    const length = pending.reduce((sum, entry) => sum + entry.length, 0);
    return length > LARGEST_BLOCK ? undefined : Buffer.concat([...this.#added(pending, written)]);
  }

  *#added(pending: readonly PendingEntry[], written: WrittenEntry[]): Iterable<Uint8Array> {
    for (const text of this.#baseline.recovered) yield this.#options.finish(text);
    yield* this.#texts(pending, written);
  }

  /** `written` is told of each entry as it is to be written. */
  *#texts(pending: readonly PendingEntry[], written: WrittenEntry[] = []): Iterable<Uint8Array> {
    for (const entry of pending) {
      const { start } = entry;
      if (entry.length > LARGEST_FINISHED) {
        written.push({ start, length: entry.length });
        yield* entry.text;
        continue;
      }
      const text = this.#findUnchanged(entry) ?? this.#finishSmall(entry);
      written.push({ start, length: text.length });
      yield text;
    }
  }

  #finishSmall({ text }: PendingEntry): Uint8Array {
    return this.#options.finish(Buffer.concat([...text]));
  }

  /** The replaced entry that is to stay, for what it says was recorded again. */
  #findUnchanged(entry: PendingEntry): Uint8Array | undefined {
    if (this.#former === undefined) return undefined;
    if (!this.#unchanged.has(entry.start))
      this.#unchanged.set(entry.start, this.#former.match(this.#finishSmall(entry)));
    return this.#unchanged.get(entry.start);
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
      entry.length > LARGEST_FINISHED ? undefined : this.#findUnchanged(entry),
    );
    return this.#former.areAll(matched);
  }

  get #hasOthers(): boolean {
    return this.#files.journals.hasOthers(this.#files.tag);
  }

  /** Somebody who took this process for dead has put entries of its journal into the file. */
  #withoutTaken(file: CassetteFile, pending: readonly PendingEntry[]): readonly PendingEntry[] {
    if (!this.#pending.journal.isTaken) return pending;
    return pending.filter(({ text }) => !holdsEntry(file, Buffer.concat([...text])));
  }

  /** The file may have changed since it was opened: an entry to be replaced is known by its text. */
  #keeps(file: CassetteFile): (entry: Entry) => boolean {
    const { replaced } = this.#baseline;
    // Another of the run has replaced it meanwhile: what is there now was recorded by the run.
    if (replaced === undefined || this.#files.run.hasReplaced(this.#files.file)) return () => true;
    return (entry) => !replaced.has(entryText(file, entry));
  }
}

/** Adds entries to a cassette, or makes one of them, with the permissions `mode`. */
export function addToFile(
  storage: Storage,
  path: string,
  added: readonly Uint8Array[],
  mode: number | undefined,
): void {
  const bytes = storage.read(path);
  const pieces =
    bytes === undefined ? composeNewFile(added) : parseCassetteFile(bytes, path).compose(() => true, added);
  storage.replace(path, pieces, { mode });
}
