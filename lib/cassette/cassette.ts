import { CassetteError } from '../errors.js';
import type { Interaction } from '../model/interaction.js';
import type { Kind } from '../model/kind.js';
import type { Plan, RecordMode } from '../model/record-mode.js';
import type { Clock, Warn } from '../model/surroundings.js';
import type { ResolvedOptions, SchemaSource } from '../options.js';
import type { Schema } from '../protobuf/schema.js';
import type { Storage } from '../storage/storage.js';
import { Answers } from './answers.js';
import { type Miss, Misses } from './miss.js';
import { type Location, openFile } from './open-file.js';
import { type Audience, Playback } from './playback.js';
import { Player } from './player.js';
import { Recorder } from './recorder.js';
import { Saving } from './saving.js';
import { Shelf } from './shelf.js';
import type { CallStart, Take } from './take.js';
import { type ClientCodec, Views } from './views.js';

/** What a cassette needs of the world. */
export interface Surroundings {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly warn: Warn;
  /** Reads what the `schema` option names. */
  readonly readSchema: (sources: readonly SchemaSource[]) => Schema | undefined;
  /** Called once, when the cassette closes. */
  readonly onClose: () => void;
  /** Called when it is closed and no call is being answered any more. */
  readonly onDone: () => void;
}

const brand: unique symbol = Symbol.for('grpc-cassette/cassette') as never;

/** Whether `value` is a `Cassette`, also one of another copy of this library in the process. */
export function isCassette(value: unknown): value is Cassette {
  return typeof value === 'object' && value !== null && brand in value;
}

/** An opened cassette's parts. */
interface Opened {
  readonly plan: Plan;
  readonly shelf: Shelf;
  readonly recorder: Recorder;
  readonly answers: Answers;
}

/** A cassette at work: it plays what was recorded, and records. The file is opened at the first call. */
export class Cassette {
  /** The file's path, as it was given. */
  readonly path: string;
  /** The record mode in force. */
  readonly mode: RecordMode;
  /** @internal */
  readonly options: ResolvedOptions;
  /** @internal */
  readonly [brand] = true;
  readonly #location: Location;
  readonly #saving: Saving;
  /** Undefined where no readable views are wanted. */
  readonly #views: Views | undefined;
  readonly #surroundings: Surroundings;
  readonly #player: Player;
  readonly #misses = new Misses();
  #opened: Opened | undefined;
  /** Why the file cannot be opened, once that was tried. */
  #refusal: CassetteError | undefined;
  #calls = 0;
  #closed = false;

  /** @internal Use `openCassette`. */
  constructor(location: Location, options: ResolvedOptions, surroundings: Surroundings) {
    this.path = location.path;
    this.#location = location;
    this.#saving = new Saving(location, options.mode, surroundings.warn);
    this.mode = options.mode;
    this.options = options;
    this.#surroundings = surroundings;
    const warn = (message: string): void => surroundings.warn(`${location.path}: ${message}`);
    this.#player = new Player(surroundings.clock, warn, options.timing, () => this.#tellIfDone());
    if (options.debugJson) this.#views = new Views(() => surroundings.readSchema(options.schema), warn);
  }

  /** What the mode means for this file. Opens it; throws a `CassetteError` when it cannot be read. */
  get plan(): Plan {
    return this.#open().plan;
  }

  /** What the file holds, or will hold once what was recorded is saved. Throws a `CassetteError` for a broken one. */
  get interactions(): readonly Interaction[] {
    return this.#open()
      .recorder.preview()
      .map((entry) => entry.read());
  }

  /** The recorded interactions that calls were answered with, in the order in which those calls started. */
  get played(): readonly Interaction[] {
    const taken = this.#open().shelf.candidates.filter((candidate) => !candidate.isFree);
    return taken
      .sort((a, b) => (a.takenBy ?? 0) - (b.takenBy ?? 0))
      .map((candidate) => candidate.interaction);
  }

  /** The recorded interactions that no call was answered with, in recorded order; none while recording anew. */
  get unplayed(): readonly Interaction[] {
    const { plan, shelf } = this.#open();
    if (plan === 'record') return [];
    return shelf.candidates.filter((candidate) => candidate.isFree).map((candidate) => candidate.interaction);
  }

  /** Blocks of the file that are no calls, such as a later seed version's `collections_method`. They are kept. */
  get notReplayable(): readonly { readonly line: number; readonly key: string | undefined }[] {
    return this.#open().shelf.notReplayable.map(({ line, head }) => ({ line, key: head.key }));
  }

  /** The calls that nothing recorded answered; the sure place to look, for programs may swallow their errors. */
  get misses(): readonly Miss[] {
    return this.#misses.all;
  }

  /** Whether something was recorded that is not yet in the file. */
  get dirty(): boolean {
    return this.#opened?.recorder.dirty ?? false;
  }

  /**
   * Writes what was recorded of ended calls into the file. Rejects with a `CassetteError` (`write_failed`) when that is
   * not possible; the recordings are kept then.
   */
  save(): Promise<void> {
    return settle(() => this.#commit());
  }

  /** Stores open calls as far as they came, saves, and ends the cassette's work. Rejects as `save` does. */
  close(): Promise<void> {
    return settle(() => this.#close(() => this.#commit()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** @internal Closes without touching the cassette: what was recorded goes into `<name>.rejected.yaml`. */
  reject(): Promise<void> {
    return settle(() => this.#close(() => this.#setAside()));
  }

  /** @internal Commits when the process exits well; there is nobody left to throw at. */
  commitAtExit(): void {
    try {
      this.#close(() => this.#commit());
    } catch (error) {
      this.#surroundings.warn((error as Error).message);
    }
  }

  /** @internal Fails the calls that wait for a client which has nothing left to do. Whether there were any. */
  failStalled(): boolean {
    const { stalled } = this.#player;
    for (const played of stalled) played.failAsStalled();
    return stalled.length > 0;
  }

  /** @internal */
  get isClosed(): boolean {
    return this.#closed;
  }

  /** @internal Starts to record a call; undefined when the cassette's work is over. */
  record(call: CallStart, start: number = this.#nextStart()): Take | undefined {
    return this.#closed ? undefined : this.#open().recorder.begin(start, call);
  }

  /** @internal Whether it would help to know how the client itself reads the method's messages. */
  wantsCodec(method: string): boolean {
    return this.#views?.wants(method) ?? false;
  }

  /** @internal Notes how the client itself reads the method's messages. */
  learn(method: string, codec: ClientCodec): void {
    this.#views?.learn(method, codec);
  }

  /** @internal Starts to answer a call. Trouble is told through the audience, as everything is. */
  play(method: string, kind: Kind, audience: Audience): Playback {
    const { answers, refusal } = this.#findAnswers(method, kind);
    const playback = new Playback(answers, this.#nextStart(), method, kind, audience);
    if (refusal !== undefined) playback.fail(refusal);
    return playback;
  }

  /** @internal Notes a miss that explains itself, and returns it. */
  noteMiss(error: CassetteError): CassetteError {
    return this.#misses.add(error);
  }

  /** @internal Notes trouble in recording a call, to be told when the cassette is saved. */
  noteTrouble(error: unknown): void {
    this.#saving.note(error);
  }

  /** @internal Whether calls are recorded without a look at what the cassette holds. */
  get recordsAll(): boolean {
    try {
      return !this.#closed && this.#open().plan === 'record';
    } catch (error) {
      // Told to the call that needed the file, by `play`.
      if (CassetteError.is(error)) return false;
      throw error;
    }
  }

  /** Where a call's answer comes from, and why no call at all can be answered, if so. */
  #findAnswers(method: string, kind: Kind): { answers: Answers; refusal: CassetteError | undefined } {
    try {
      const { answers, plan } = this.#open();
      if (this.#closed) return { answers, refusal: answers.explainClosed(method) };
      return { answers, refusal: plan === 'missing' ? answers.explainMissing(method, kind) : undefined };
    } catch (error) {
      if (!CassetteError.is(error)) throw error;
      return { answers: this.#answers(new Shelf([]), []), refusal: this.#misses.add(error) };
    }
  }

  /** @internal Whether a call that nothing recorded answers goes to the server. */
  get recordsNew(): boolean {
    return !this.#closed && this.#opened?.plan === 'hybrid';
  }

  #nextStart(): number {
    this.#calls += 1;
    return this.#calls;
  }

  #open(): Opened {
    if (this.#opened !== undefined) return this.#opened;
    if (this.#refusal !== undefined) throw this.#refusal;
    try {
      this.#opened = this.#read();
      return this.#opened;
    } catch (error) {
      if (CassetteError.is(error)) this.#refusal = error;
      throw error;
    }
  }

  #read(): Opened {
    const { storage, clock, warn } = this.#surroundings;
    const tell = { warn, trouble: (error: unknown) => this.#saving.note(error) };
    const file = openFile(this.#location, this.mode, storage, tell);
    const shelf = new Shelf(file.plan === 'record' ? [] : file.entries);
    const recorder = new Recorder(
      this.#location.file,
      storage,
      clock,
      file.baseline,
      (text) => this.#views?.addTo(text) ?? text,
    );
    const answers = this.#answers(shelf, file.leftAlone);
    return { plan: file.plan, shelf, recorder, answers };
  }

  #answers(shelf: Shelf, journals: readonly string[]): Answers {
    const { path, mode } = this;
    return new Answers({
      path,
      mode,
      shelf,
      player: this.#player,
      misses: this.#misses,
      recordsNew: () => this.recordsNew,
      journals,
    });
  }

  #close(finish: () => void): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#player.release();
    try {
      this.#opened?.recorder.cutShort((error) => this.#saving.note(error));
      finish();
    } finally {
      this.#surroundings.onClose();
      this.#tellIfDone();
    }
  }

  #tellIfDone(): void {
    if (this.#closed && this.#player.isIdle) this.#surroundings.onDone();
  }

  #commit(): void {
    if (this.#opened !== undefined) this.#saving.commit(this.#opened.recorder);
  }

  #setAside(): void {
    if (this.#opened !== undefined) this.#saving.setAside(this.#opened.recorder);
  }
}

/** The work is synchronous; its outcome is told as a promise. */
async function settle(action: () => void): Promise<void> {
  action();
}
