import { type CassetteFile, composeNewFile, parseCassetteFile } from '../format/cassette-file.js';
import type { Entry } from '../format/entry.js';
import { asBuffer } from '../model/as-buffer.js';
import type { CallStart } from '../model/call-start.js';
import type { OpenCall } from '../model/open-call.js';
import type { Clock } from '../model/surroundings.js';
import type { Redaction } from '../redact/redaction.js';
import type { Storage } from '../storage/storage.js';
import { FormerEntries } from './former-entries.js';
import { Journal, type PendingEntry } from './journal.js';
import type { Journals } from './journals.js';
import { Take, type TakeOwner } from './take.js';

/** What a recorder starts from. */
export interface Baseline {
  /** The texts of the entries that the first commit removes: those there were when a `rewrite` began. */
  readonly replaced: ReadonlySet<string>;
  /** The texts of entries that an earlier process recorded and did not commit, in order. */
  readonly recovered: readonly Uint8Array[];
  /** The journals that hold them. */
  readonly recoveredJournals: readonly string[];
}

/** A call that reached no server. */
export interface Unreached {
  readonly method: string;
  /** Where it was to go, as far as that is known. */
  readonly target: string | undefined;
}

/** Nothing to replace and nothing recovered. */
export const NOTHING_YET: Baseline = { replaced: new Set(), recovered: [], recoveredJournals: [] };

/** What of a recording made anew is as it was. */
interface Matched {
  /** For each new entry, the old one that says the same. */
  readonly matched: readonly (Uint8Array | undefined)[];
  /** Whether the file is to stay as it is. */
  readonly isUnchanged: boolean;
}

const NOTHING_MATCHED: Matched = { matched: [], isUnchanged: false };

/** A larger entry, in bytes, is written as it is, piece by piece, and never whole in memory. */
const LARGEST_FINISHED = 4 << 20;

/** The takes of one cassette, on their way from the calls through the journal into the file. */
export class Recorder implements TakeOwner {
  readonly clock: Clock;
  readonly storage: Storage;
  readonly redaction: Redaction;
  readonly #path: string;
  readonly #journals: Journals;
  readonly #open = new Set<Take>();
  readonly #finish: (text: Uint8Array) => Uint8Array;
  #journal: Journal;
  #journalIsTorn = false;
  /** Entries that could not be written. */
  #loose: PendingEntry[] = [];
  #baseline: Baseline;
  #unreached: Unreached[] = [];

  /** `finish` is given the text of each new entry when it is written into the cassette, and returns what is written. */
  constructor(
    path: string,
    journals: Journals,
    { clock, redaction }: Pick<TakeOwner, 'clock' | 'redaction'>,
    baseline: Baseline,
    finish: (text: Uint8Array) => Uint8Array,
  ) {
    this.#path = path;
    this.#finish = finish;
    this.#journals = journals;
    this.storage = journals.storage;
    this.clock = clock;
    this.redaction = redaction;
    this.#baseline = baseline;
    this.#journal = this.#newJournal();
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
    return this.#loose.length > 0 || this.#journal.entries.length > 0;
  }

  /** The calls that reached no server, since this was last asked. */
  takeUnreached(): readonly Unreached[] {
    const calls = this.#unreached;
    this.#unreached = [];
    return calls;
  }

  spillPath(start: number): string {
    return `${this.#journal.path}.${start}`;
  }

  /** Puts an entry in the journal. One that cannot be written is kept in memory until the commit. */
  store(take: Take, length: number, pieces: Iterable<Uint8Array>): void {
    this.#open.delete(take);
    if (!this.#journalIsTorn && this.#tryToAppend(take.start, length, pieces)) return;
    this.#loose.push({ start: take.start, length, text: [Buffer.concat([...pieces])] });
  }

  /** The commit tells of a failure, if it fails as well. What a failed write left in the file is not built upon. */
  #tryToAppend(start: number, length: number, pieces: Iterable<Uint8Array>): boolean {
    try {
      this.#journal.append(start, length, pieces);
      return true;
    } catch {
      this.#journalIsTorn = true;
      return false;
    }
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

  /** The cassette's content as it will be after a commit. Throws what reading the file throws. */
  compose(): Iterable<Uint8Array> {
    const file = this.#readFile();
    if (file === undefined) return composeNewFile(this.#added([]));
    return file.compose(this.#keeps(file), this.#added(this.#matchFormer(file).matched));
  }

  /** The entries that the cassette will hold after a commit. */
  preview(): readonly Entry[] {
    const bytes = this.dirty ? Buffer.concat([...this.compose()]) : this.storage.read(this.#path);
    if (bytes === undefined) return [];
    return parseCassetteFile(bytes, this.#path).entries.filter((entry) => entry.head.replayable !== false);
  }

  /** Writes what was recorded into the cassette and removes the journals. Throws with all of it still in place. */
  commit(): void {
    const file = this.#readFile();
    const { matched, isUnchanged } = this.#matchFormer(file);
    if (file === undefined) this.storage.replace(this.#path, composeNewFile(this.#added([])));
    else if (!isUnchanged)
      this.storage.replace(this.#path, file.compose(this.#keeps(file), this.#added(matched)));
    this.#forget(this.#baseline.recoveredJournals);
  }

  /**
   * Writes what was recorded beside the cassette, to what `path` holds already. The cassette is left alone, and so are
   * the journals of earlier recordings.
   */
  setAside(path: string): void {
    addToFile(this.storage, path, this.#ownEntries());
    this.#forget([]);
  }

  /** First forgotten, then removed: what is written must not be written again where a journal cannot be removed. */
  #forget(recoveredJournals: readonly string[]): void {
    const journal = this.#journal;
    this.#journal = this.#newJournal();
    this.#journalIsTorn = false;
    this.#loose = [];
    this.#baseline = NOTHING_YET;
    journal.close();
    for (const path of [journal.path, ...recoveredJournals]) this.storage.remove(path);
  }

  #newJournal(): Journal {
    return new Journal(this.storage, this.#journals.newPath());
  }

  /** What the calls of this process left, in the order in which they ended. */
  #pending(): readonly PendingEntry[] {
    return [...this.#journal.entries, ...this.#loose];
  }

  #readFile(): CassetteFile | undefined {
    const bytes = this.storage.read(this.#path);
    return bytes && parseCassetteFile(bytes, this.#path);
  }

  /**
   * The replaced entries that are to stay, for what they say was recorded again, by the place of the new one. None where
   * another recorder is at work: it removes what it found, and could not tell that such an entry was recorded meanwhile.
   */
  #matchFormer(file: CassetteFile | undefined): Matched {
    if (file === undefined || this.#baseline.replaced.size === 0) return NOTHING_MATCHED;
    if (this.#journals.hasOthers(this.#journal.path)) return NOTHING_MATCHED;
    const keeps = this.#keeps(file);
    const former = new FormerEntries(
      file,
      file.entries.filter((entry) => !keeps(entry)),
    );
    const matched = former.match(this.#sorted().map((entry) => () => this.#finishSmall(entry)));
    return { matched, isUnchanged: former.areAll(matched) };
  }

  *#added(former: Matched['matched']): Iterable<Uint8Array> {
    for (const text of this.#baseline.recovered) yield this.#finish(text);
    yield* this.#ownEntries(former);
  }

  *#ownEntries(former: Matched['matched'] = []): Iterable<Uint8Array> {
    for (const [index, entry] of this.#sorted().entries()) {
      const unchanged = former[index];
      if (unchanged !== undefined) yield unchanged;
      else if (entry.length > LARGEST_FINISHED) yield* entry.text;
      else yield this.#finishSmall(entry);
    }
  }

  /** Throws for one that is too large to be looked at. */
  #finishSmall({ text, length }: PendingEntry): Uint8Array {
    if (length > LARGEST_FINISHED) throw new RangeError('The entry is too large.');
    return this.#finish(Buffer.concat([...text]));
  }

  /** In the order in which the calls started. */
  #sorted(): readonly PendingEntry[] {
    return [...this.#pending()].sort((a, b) => a.start - b.start);
  }

  /** The file may have changed since it was opened: an entry to be replaced is known by its text. */
  #keeps(file: CassetteFile): (entry: Entry) => boolean {
    const { replaced } = this.#baseline;
    return (entry) => replaced.size === 0 || !replaced.has(entryText(file, entry));
  }
}

/** An entry's text, a character a byte. */
export function entryText(file: CassetteFile, entry: Entry): string {
  return asBuffer(file.bytes).toString('latin1', entry.start, entry.end);
}

/** Adds entries to a cassette, or makes one of them. */
export function addToFile(storage: Storage, path: string, added: Iterable<Uint8Array>): void {
  const bytes = storage.read(path);
  const pieces =
    bytes === undefined ? composeNewFile(added) : parseCassetteFile(bytes, path).compose(() => true, added);
  storage.replace(path, pieces);
}
