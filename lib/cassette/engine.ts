import { CassetteError } from '../errors.js';
import type { Kind } from '../model/kind.js';
import type { Plan } from '../model/record-mode.js';
import type { Clock, Warn } from '../model/surroundings.js';
import type { ResolvedOptions } from '../options.js';
import type { Schema } from '../protobuf/schema.js';
import type { Storage } from '../storage/storage.js';
import { Answers } from './answers.js';
import { Misses } from './miss.js';
import { type Location, openFile } from './open-file.js';
import { type Audience, Playback } from './playback.js';
import { Player } from './player.js';
import { Recorder } from './recorder.js';
import { Saving } from './saving.js';
import type { SchemaAtHand } from './schema-sources.js';
import { Shelf } from './shelf.js';
import type { CallStart, Take } from './take.js';
import { type ClientCodec, Views } from './views.js';

/** What a cassette needs of the world. */
export interface Surroundings {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly warn: Warn;
  /** Reads what the `schema` option names. */
  readonly readSchema: (sources: readonly SchemaAtHand[]) => Schema | undefined;
  /** Called once, when the cassette closes. */
  readonly onClose: () => void;
  /** Called when it is closed and no call is being answered any more. */
  readonly onDone: () => void;
}

/** An opened cassette's parts. */
export interface Opened {
  readonly plan: Plan;
  readonly shelf: Shelf;
  readonly recorder: Recorder;
  readonly answers: Answers;
}

/**
 * A cassette at work: it opens its file, records calls or answers them, and saves. This is the door for those that
 * bring calls; what a user sees of it is `Cassette`.
 */
export class Engine {
  readonly location: Location;
  readonly options: ResolvedOptions;
  readonly misses: Misses = new Misses();
  readonly #saving: Saving;
  /** Undefined where no readable views are wanted. */
  readonly #views: Views | undefined;
  readonly #surroundings: Surroundings;
  readonly #player: Player;
  #opened: Opened | undefined;
  /** Why the file cannot be opened, once that was tried. */
  #refusal: CassetteError | undefined;
  #calls = 0;
  #closed = false;
  #finished = false;

  constructor(location: Location, options: ResolvedOptions, surroundings: Surroundings) {
    this.location = location;
    this.options = options;
    this.#saving = new Saving(location, options.mode, surroundings.warn);
    this.#surroundings = surroundings;
    const warn = (message: string): void => surroundings.warn(`${location.path}: ${message}`);
    this.#player = new Player(surroundings.clock, warn, options.timing, () => this.#tellIfDone());
    if (options.debugJson) this.#views = new Views(options.schema, surroundings.readSchema, warn);
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Whether something was recorded that is not yet in the file. */
  get dirty(): boolean {
    return this.#opened?.recorder.dirty ?? false;
  }

  /** Opens the file, once. Throws a `CassetteError` when it cannot be read, each time. */
  open(): Opened {
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

  /** Writes what was recorded of ended calls into the file. */
  save(): Promise<void> {
    return this.#afterFetch(() => this.#commit());
  }

  /** Stores open calls as far as they came, saves, and ends the work. */
  close(): Promise<void> {
    return this.#close(() => this.#commit());
  }

  /** Closes without touching the cassette: what was recorded goes into `<name>.rejected.yaml`. */
  reject(): Promise<void> {
    return this.#close(() => this.#setAside());
  }

  /** Commits when the process exits well; there is nobody left to throw at. */
  commitAtExit(): void {
    try {
      this.#end();
      this.#finish(() => this.#commit());
    } catch (error) {
      this.#surroundings.warn((error as Error).message);
    }
  }

  /** Fails the calls that wait for a client which has nothing left to do. Whether there were any. */
  failStalled(): boolean {
    const { stalled } = this.#player;
    for (const played of stalled) played.failAsStalled();
    return stalled.length > 0;
  }

  /** Starts to record a call; undefined when the cassette's work is over. */
  record(call: CallStart, start: number = this.#nextStart()): Take | undefined {
    if (this.#closed) return undefined;
    this.#views?.begin();
    return this.open().recorder.begin(start, call);
  }

  /** Whether it would help to know how the client itself reads the method's messages. */
  wantsCodec(method: string): boolean {
    return this.#views?.wants(method) ?? false;
  }

  /** Notes how the client itself reads the method's messages. */
  learn(method: string, codec: ClientCodec): void {
    this.#views?.learn(method, codec);
  }

  /** Starts to answer a call. Trouble is told through the audience, as everything is. */
  play(method: string, kind: Kind, audience: Audience): Playback {
    const { answers, refusal } = this.#findAnswers(method, kind);
    const playback = new Playback(answers, this.#nextStart(), method, kind, audience);
    if (refusal !== undefined) playback.fail(refusal);
    return playback;
  }

  /** Notes a miss that explains itself, and returns it. */
  noteMiss(error: CassetteError): CassetteError {
    return this.misses.add(error);
  }

  /** Notes trouble in recording a call, to be told when the cassette is saved. */
  noteTrouble(error: unknown): void {
    this.#saving.note(error);
  }

  /** Whether calls are recorded without a look at what the cassette holds. */
  get recordsAll(): boolean {
    try {
      return !this.#closed && this.open().plan === 'record';
    } catch (error) {
      // Told to the call that needed the file, by `play`.
      if (CassetteError.is(error)) return false;
      throw error;
    }
  }

  /** Where a call's answer comes from, and why no call at all can be answered, if so. */
  #findAnswers(method: string, kind: Kind): { answers: Answers; refusal: CassetteError | undefined } {
    try {
      const { answers, plan } = this.open();
      if (this.#closed) return { answers, refusal: answers.explainClosed(method) };
      return { answers, refusal: plan === 'missing' ? answers.explainMissing(method, kind) : undefined };
    } catch (error) {
      if (!CassetteError.is(error)) throw error;
      return { answers: this.#answers(new Shelf([]), []), refusal: this.misses.add(error) };
    }
  }

  /** Whether a call that nothing recorded answers goes to the server. */
  get recordsNew(): boolean {
    return !this.#closed && this.#opened?.plan === 'hybrid';
  }

  #nextStart(): number {
    this.#calls += 1;
    return this.#calls;
  }

  #read(): Opened {
    const { storage, clock, warn } = this.#surroundings;
    const tell = { warn, trouble: (error: unknown) => this.#saving.note(error) };
    const file = openFile(this.location, this.options.mode, storage, tell);
    const shelf = new Shelf(file.plan === 'record' ? [] : file.entries);
    const recorder = new Recorder(
      this.location.file,
      storage,
      clock,
      file.baseline,
      (text) => this.#views?.addTo(text) ?? text,
    );
    const answers = this.#answers(shelf, file.leftAlone);
    return { plan: file.plan, shelf, recorder, answers };
  }

  #answers(shelf: Shelf, journals: readonly string[]): Answers {
    return new Answers({
      path: this.location.path,
      mode: this.options.mode,
      shelf,
      player: this.#player,
      misses: this.misses,
      recordsNew: () => this.recordsNew,
      journals,
    });
  }

  async #close(finish: () => void): Promise<void> {
    if (this.#closed) return;
    this.#end();
    await this.#afterFetch(() => this.#finish(finish));
  }

  /** No call is recorded from here on, and none holds the process. */
  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#player.release();
    this.#opened?.recorder.cutShort((error) => this.#saving.note(error));
  }

  #finish(finish: () => void): void {
    if (this.#finished) return;
    this.#finished = true;
    try {
      finish();
    } finally {
      this.#surroundings.onClose();
      this.#tellIfDone();
    }
  }

  /** The work itself is synchronous, so that it can be done when the process exits; only a schema may be waited for. */
  async #afterFetch(action: () => void): Promise<void> {
    const fetching = this.dirty ? this.#views?.fetching : undefined;
    if (fetching !== undefined) await fetching;
    action();
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
