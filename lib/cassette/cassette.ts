import { CassetteError } from '../errors.js';
import type { Interaction } from '../model/interaction.js';
import { type Kind, sameKind } from '../model/kind.js';
import type { Plan, RecordMode } from '../model/record-mode.js';
import type { Clock, Warn } from '../model/surroundings.js';
import type { ResolvedOptions } from '../options.js';
import type { Storage } from '../storage/storage.js';
import type { Candidate } from './candidate.js';
import { findMissCause } from './find-miss-cause.js';
import { Holds } from './holds.js';
import { explainMiss, type Miss, Misses } from './miss.js';
import { type OpenedFile, openFile, rejectedPath } from './open-file.js';
import { type Audience, Playback, type Stage, type Unanswered } from './playback.js';
import { Player } from './player.js';
import { Recorder } from './recorder.js';
import { Shelf } from './shelf.js';
import type { CallStart, Take } from './take.js';

/** What a cassette needs of the world. */
export interface Surroundings {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly warn: Warn;
  /** Called once, when the cassette closes. */
  readonly onClose: () => void;
}

/** An opened cassette's parts. */
interface Opened extends OpenedFile {
  readonly shelf: Shelf;
  readonly stage: Stage;
  readonly recorder: Recorder;
}

/** A cassette at work: it plays what was recorded, and records. The file is opened at the first call. */
export class Cassette {
  /** The file's path, as it was given. */
  readonly path: string;
  /** The record mode in force. */
  readonly mode: RecordMode;
  /** @internal */
  readonly options: ResolvedOptions;
  readonly #surroundings: Surroundings;
  readonly #player: Player;
  readonly #misses = new Misses();
  readonly #troubles: unknown[] = [];
  #opened: Opened | undefined;
  #calls = 0;
  #closed = false;

  /** @internal Use `openCassette`. */
  constructor(path: string, options: ResolvedOptions, surroundings: Surroundings) {
    this.path = path;
    this.mode = options.mode;
    this.options = options;
    this.#surroundings = surroundings;
    this.#player = new Player(surroundings.clock, surroundings.warn, options.timing);
  }

  /** What the mode means for this file. Opens it; throws a `CassetteError` when it cannot be read. */
  get plan(): Plan {
    return this.#open().plan;
  }

  /** What the file holds, or will hold once what was recorded is saved. Throws a `CassetteError` for a broken one. */
  get interactions(): readonly Interaction[] {
    const { shelf, recorder } = this.#open();
    if (!recorder.dirty) return shelf.candidates.map((candidate) => candidate.interaction);
    return recorder.preview().map((entry) => entry.read());
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

  /** @internal Starts to record a call. */
  record(call: CallStart, start: number = this.#nextStart()): Take {
    return this.#open().recorder.begin(start, call);
  }

  /** @internal Starts to answer a call. Trouble is told through the audience, as everything is. */
  play(method: string, kind: Kind, audience: Audience): Playback {
    let error: CassetteError | undefined;
    let stage: Stage;
    try {
      const opened = this.#open();
      stage = opened.stage;
      error = this.#refusal(opened, method, kind);
    } catch (caught) {
      if (!CassetteError.is(caught)) throw caught;
      error = this.#misses.add(caught);
      stage = this.#stageWithout();
    }
    const playback = new Playback(stage, this.#nextStart(), method, kind, audience);
    if (error !== undefined) playback.fail(error);
    return playback;
  }

  /** @internal Notes a miss that explains itself, and returns it. */
  noteMiss(error: CassetteError): CassetteError {
    return this.#misses.add(error);
  }

  /** @internal Notes trouble in recording a call, to be told when the cassette is saved. */
  noteTrouble(error: unknown): void {
    this.#troubles.push(error);
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

  #nextStart(): number {
    this.#calls += 1;
    return this.#calls;
  }

  /** Why no call can be answered at all; undefined when calls can. */
  #refusal(opened: Opened, method: string, kind: Kind): CassetteError | undefined {
    if (this.#closed) return this.#misses.add(this.#closedError(method));
    if (opened.plan !== 'missing') return undefined;
    const { leftAlone } = opened;
    const nearest = leftAlone.map(
      (path) => `an interrupted recording left ${path}: mode once would go on with it`,
    );
    return this.#misses.add(
      explainMiss(
        { path: this.path, mode: this.mode, method, kind, asked: 'not looked at' },
        {
          code: 'missing_cassette',
          summary: 'There is no cassette, and this mode does not record one.',
          nearest,
          nextStep: 'record it with GRPC_CASSETTE_MODE=once, or correct the path.',
        },
      ),
    );
  }

  #closedError(method: string): CassetteError {
    return new CassetteError(
      'closed',
      `The cassette ${this.path} was closed before the call ${method} started. Close it after the last call, or open it again.`,
      { path: this.path, method },
    );
  }

  #open(): Opened {
    if (this.#opened !== undefined) return this.#opened;
    const { storage, clock, warn } = this.#surroundings;
    const file = openFile(this.path, this.mode, storage, warn);
    const shelf = new Shelf(file.plan === 'record' ? [] : file.entries);
    const recorder = new Recorder(this.path, storage, clock, file.baseline);
    this.#opened = { ...file, shelf, recorder, stage: this.#stage(shelf, file.plan === 'hybrid') };
    return this.#opened;
  }

  #stage(shelf: Shelf, recordsNew: boolean): Stage {
    const holds = new Holds(shelf);
    return {
      player: this.#player,
      holds,
      recordsNew,
      claim: (playback, request) => claim(shelf, playback, request),
      noteMiss: (error) => this.#misses.add(error),
      findBroken: ({ method }) => {
        const broken = shelf.findBroken(method);
        return CassetteError.is(broken) ? this.#misses.add(broken) : undefined;
      },
      explain: (playback, unanswered) => this.#explain(shelf, playback, unanswered),
    };
  }

  /** A stage for calls that fail before they look at a recording. */
  #stageWithout(): Stage {
    return this.#stage(new Shelf([]), false);
  }

  #explain(shelf: Shelf, playback: Playback, unanswered: Unanswered): CassetteError {
    const { path, mode } = this;
    const { method, kind } = playback;
    const call = { path, mode, method, kind, asked: describeAsked(playback, unanswered) };
    return this.#misses.add(explainMiss(call, findMissCause(shelf, mode, playback, unanswered)));
  }

  #close(finish: () => void): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.#opened?.recorder.cutShort();
      finish();
    } finally {
      this.#surroundings.onClose();
    }
  }

  #commit(): void {
    const recorder = this.#opened?.recorder;
    if (recorder === undefined) return;
    this.#tellOfUnreached(recorder);
    this.#write(() => {
      if (recorder.dirty) recorder.commit();
      const [trouble] = this.#troubles.splice(0);
      if (trouble !== undefined) throw trouble;
    });
  }

  #setAside(): void {
    const recorder = this.#opened?.recorder;
    if (recorder === undefined || !recorder.dirty) return;
    const path = rejectedPath(this.path);
    this.#write(() => recorder.setAside(path));
    this.#surroundings.warn(`${this.path}: what was recorded is set aside as ${path}.`);
  }

  #write(action: () => void): void {
    try {
      action();
    } catch (cause) {
      throw new CassetteError(
        'write_failed',
        `What was recorded for ${this.path} could not be written: ${(cause as Error).message}. ` +
          'The calls themselves were not affected. Mend the cause; what a journal beside the cassette holds is taken in by the next recording.',
        { path: this.path, mode: this.mode },
        { cause },
      );
    }
  }

  #tellOfUnreached(recorder: Recorder): void {
    const methods = recorder.takeUnreached();
    if (methods.length === 0) return;
    const names = [...new Set(methods)].join(', ');
    this.#surroundings.warn(
      `${this.path}: ${methods.length} call(s) that reached no server were not recorded (${names}). Start the server and record again.`,
    );
  }
}

/** Takes the recording of a call with one request: first recorded, first played. */
function claim(shelf: Shelf, playback: Playback, request: Uint8Array): Candidate | Unanswered {
  const { method, kind, start } = playback;
  const candidate =
    shelf.findByRequest(method, request, (each) => each.isFree && sameKind(each.interaction, kind)) ??
    shelf.findFreeSeed();
  if (candidate === undefined) return { reason: 'request', index: 0, request };
  if (!sameKind(candidate.interaction, kind)) return { reason: 'kind', candidate };
  candidate.takenBy = start;
  return candidate;
}

function describeAsked(playback: Playback, unanswered: Unanswered): string {
  const { requests, halfClosed } = playback.soFar;
  if (unanswered.reason === 'request' && unanswered.request !== undefined) {
    const size = `${unanswered.request.length} bytes`;
    return playback.kind.requestStream ? `request ${unanswered.index + 1} of ${size}` : `request of ${size}`;
  }
  return `${requests.length} request(s) sent${halfClosed ? ', then half-closed' : ''}`;
}

/** The work is synchronous; its outcome is told as a promise. */
async function settle(action: () => void): Promise<void> {
  action();
}
