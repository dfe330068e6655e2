import { parseCassetteFile } from '../format/cassette-file.js';
import type { Entry } from '../format/entry.js';
import { once } from '../messages/types/once.js';
import type { CallStart } from '../model/call-start.js';
import type { OpenCall } from '../model/open-call.js';
import type { Clock } from '../model/surroundings.js';
import type { Redaction } from '../redact/redaction.js';
import type { FileFacts, Storage } from '../storage/storage.js';
import { Aside } from './aside.js';
import type { Baseline } from './baseline.js';
import type { RecordingFiles } from './beside/recording-files.js';
import { CassetteWriter } from './cassette-writer.js';
import { Composition, passing } from './composition.js';
import { Failures, type Unreached } from './failures.js';
import type { Finishing } from './finishing.js';
import { copyOf } from './journal/copy-of.js';
import { type EntryCounts, PendingEntries } from './journal/pending.js';
import type { PendingEntry } from './journal/pending-entry.js';
import { GroupName } from './order/group-name.js';
import { type CallNumbers, Numbering } from './order/numbering.js';
import { OwnEntries, type WrittenEntry } from './own-entries.js';
import type { Take, TakeOwner } from './take.js';

/** What a recorder needs besides its files. */
interface RecorderOptions extends Pick<TakeOwner, 'clock' | 'redaction' | 'times'> {
  readonly baseline: Baseline;
  /** The `keepFailures` option. */
  readonly keepsFailures: boolean;
  /** What becomes of each entry when it is written into the cassette. */
  readonly finishing: Finishing;
  /** What records a call is loaded with the first. */
  readonly loadRecording: () => { readonly Take: typeof Take };
  /** Told that a call has ended, and whatever becomes of it was noted. */
  readonly onEnd: () => void;
}

/** What is added to the end of a cassette, where it can be. */
interface Addition {
  /** Made by the one who has the cassette to himself. */
  readonly block: () => Uint8Array | undefined;
  readonly written: WrittenEntry[];
}

/** The takes of one cassette, on their way from the calls through the journal into the file. */
export class Recorder implements TakeOwner {
  readonly clock: Clock;
  readonly storage: Storage;
  readonly redaction: Redaction;
  readonly times: boolean;
  /** For what is not to come into the cassette. */
  readonly aside: Aside;
  readonly #files: RecordingFiles;
  readonly #pending: PendingEntries;
  readonly #writer: CassetteWriter;
  readonly #open = new Set<Take>();
  readonly #options: RecorderOptions;
  readonly #composition: Composition;
  readonly #own = new OwnEntries();
  readonly #failures: Failures;
  readonly #groupName: GroupName;
  readonly #numbering: Numbering;
  #hasBegun = false;
  #hasAppended = false;

  constructor(files: RecordingFiles, options: RecorderOptions) {
    this.#files = files;
    this.#options = options;
    this.storage = files.storage;
    this.clock = options.clock;
    this.redaction = options.redaction;
    this.times = options.times;
    this.#failures = new Failures(options.keepsFailures);
    this.#groupName = new GroupName(files.tag);
    this.#numbering = new Numbering(options.clock, (group) => this.#groupName.idOf(group));
    this.#pending = new PendingEntries(files.storage, files.names, files.tag, () => this.fileMode);
    this.#composition = new Composition(files, this.#pending, {
      baseline: options.baseline,
      finishing: options.finishing,
      groupName: this.#groupName,
    });
    this.#writer = new CassetteWriter(files.file, files.storage, files.lease);
    this.aside = new Aside({
      files,
      pending: this.#pending,
      writer: this.#writer,
      composition: this.#composition,
      finishing: options.finishing,
    });
  }

  /** Shows that a recording is at work. Throws what the storage throws where nothing could be saved; not for what comes up later. */
  prepare(): void {
    try {
      this.#pending.journal.begin();
      this.#hasBegun = true;
    } catch (error) {
      if (!this.#hasBegun) throw error;
    }
  }

  /** Shows that it is still at work. */
  touch(): void {
    this.#pending.journal.touch();
  }

  /** A call starts that may come to be recorded. */
  number(): CallNumbers {
    return this.#numbering.begin();
  }

  /** A call starts that is to be recorded; `numbers` are those of what it has done before. */
  begin(start: number, call: CallStart, numbers: CallNumbers = this.number()): Take {
    const take = new (this.#options.loadRecording().Take)(this, start, call, numbers);
    this.#open.add(take);
    return take;
  }

  /** The calls that are being recorded. */
  get openCalls(): readonly OpenCall[] {
    return [...this.#open].map(({ method, start }) => ({ method, start, waitsFor: 'the server' }));
  }

  /** Whether a call that has one request and one response has started since a time of the clock, and is not over. */
  hasStartedSince(time: number): boolean {
    for (const take of this.#open) if (take.isSingle && take.startTime > time) return true;
    return false;
  }

  /** Whether there is something to commit. */
  get dirty(): boolean {
    return this.#composition.baseline.recovered.length > 0 || this.hasOwn;
  }

  /** Whether this recorder itself has recorded something that is not committed. */
  get hasOwn(): boolean {
    return this.#pending.count > 0;
  }

  /** Whether something is not yet where it belongs. */
  get isUnsettled(): boolean {
    return this.hasOwn || this.aside.hasPrevious;
  }

  /** Where the recorded entries are. */
  get counts(): EntryCounts {
    return this.#pending.counts;
  }

  /** Where its journal is, where it has one. */
  get journalPath(): string {
    return this.#pending.journal.path;
  }

  /** What the cassette's file was when this recorder last changed it; undefined before that. */
  get lastFacts(): FileFacts | undefined {
    return this.#writer.lastFacts;
  }

  /** The calls that reached no server and are not recorded, since this was last asked. */
  takeUnreached(): readonly Unreached[] {
    return this.#failures.takeDropped();
  }

  /** The methods of the calls that somebody has cut off the journal, since this was last asked. */
  takeLost(): readonly string[] {
    return this.#pending.takeLost();
  }

  spillPath(start: number): string {
    return `${this.#files.names.journal(this.#files.tag)}.${start}`;
  }

  get fileMode(): number | undefined {
    return this.#files.mode;
  }

  /** Puts an entry in the journal. One that cannot be written is kept in memory until the commit. */
  store(take: Take, length: number, pieces: Iterable<Uint8Array>): void {
    this.#open.delete(take);
    this.noteReached();
    this.#pending.add(take, length, pieces);
    this.#options.onEnd();
  }

  noteReached(): void {
    for (const { entry, ...call } of this.#failures.noteReached())
      this.#pending.add(call, entry.length, [entry]);
  }

  get keepsFailure(): boolean {
    return this.#failures.mayKeep;
  }

  storeFailure(take: Take, length: number, pieces: Iterable<Uint8Array>): void {
    this.#open.delete(take);
    const { start, method, target } = take;
    this.#failures.hold({ start, method, target, entry: copyOf(length, pieces) });
  }

  forget(take: Take): void {
    this.#open.delete(take);
  }

  drop(take: Take): void {
    this.#open.delete(take);
    this.#failures.drop(take);
  }

  /** Stores the calls that are still open as far as they came. `trouble` is told of each that cannot be stored. */
  cutShort(trouble: (error: unknown) => void): void {
    this.#failures.end();
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
    const pieces = this.dirty ? this.#composition.compose(file, this.#pending.sorted()) : undefined;
    const shown = pieces === undefined ? bytes : Buffer.concat([...pieces]);
    if (shown === undefined) return [];
    return parseCassetteFile(shown, this.#files.file).entries.filter(
      (entry) => entry.head.replayable !== false,
    );
  }

  /** Writes what was recorded into the cassette, in start order. Throws with all of it still in place. */
  commit(): void {
    this.#write(this.#pending.sorted(), undefined);
  }

  /**
   * The same of what has ended so far, by adding it to the end of the file where that will do. Where it replaces what was
   * there, that is kept until it is dropped or brought back.
   */
  append(): void {
    const pending = this.#pending.sorted();
    const written: WrittenEntry[] = [];
    this.#hasAppended = true;
    const block = once(() => this.#composition.block(pending, written));
    this.#write(pending, { block, written });
  }

  /** Whether `append` was called: what it added is to be put in order. */
  get hasAppended(): boolean {
    return this.#hasAppended;
  }

  /** Nobody adds any more: what `append` has added stands in start order, as `commit` writes it. */
  putInOrder(): void {
    const { finishing } = this.#options;
    if (!this.#own.areDisordered && !finishing.knowsMore) return;
    this.#writer.hold((held, facts) => {
      const bytes = facts && this.storage.read(this.#files.file);
      if (bytes === undefined || bytes.length !== facts?.size) return;
      const pieces = this.#own.putInOrder(facts.id, bytes, (text) => finishing.again(text));
      if (pieces !== undefined) this.#writer.replace(held, pieces, facts);
      finishing.noteLookedAgain();
    });
  }

  /** `addition`: what is pending as a block, and what stands in it, where it is added as calls end. */
  #write(pending: readonly PendingEntry[], addition: Addition | undefined): void {
    const { replaces, baseline } = this.#composition;
    // All of it was lost: no reason to make an empty cassette, or to remove what is to be replaced.
    if (pending.length + baseline.recovered.length === 0) {
      this.#pending.clear();
      return;
    }
    let written = addition?.written ?? [];
    const { id, size } = this.#writer.write({
      block: () => addition?.block(),
      compose: (file) => {
        if (addition !== undefined && replaces) this.aside.keepPrevious(file);
        written = [];
        return this.#composition.compose(file, passing(pending), written);
      },
      isAllOwn: () => this.#composition.isAllOwn && written.length > 0,
      composed: () => {
        if (replaces) this.#files.run.noteReplaced(this.#files.file);
      },
    });
    if (addition !== undefined) this.#own.noteLast(id, size, written);
    this.#composition.settle();
    this.#pending.settle();
    for (const { path } of baseline.recoveredJournals) this.storage.remove(path);
  }

  /** Takes away what shows that a recording is at work. What is not committed stays in its journal. */
  end(): void {
    this.#writer.close();
    this.#files.lease.end();
    for (const journal of this.#composition.baseline.recoveredJournals) this.#files.journals.release(journal);
    this.#composition.settle();
    if (this.hasOwn) this.#pending.journal.close();
    else this.#pending.journal.end();
  }
}
