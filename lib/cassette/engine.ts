import { CassetteError } from '../errors.js';
import { listOf } from '../format/entry-list.js';
import { Meanings } from '../messages/meaning/meanings.js';
import { MessageTypes } from '../messages/meaning/message-types.js';
import { once } from '../messages/types/once.js';
import { Misses } from '../misses/misses.js';
import type { CallStart } from '../model/call-start.js';
import type { Forgiven } from '../model/forgiven.js';
import type { Kind } from '../model/kind.js';
import type { Location } from '../model/location.js';
import type { OpenCall } from '../model/open-call.js';
import type { Debug, Warn } from '../model/surroundings.js';
import type { ResolvedOptions } from '../options.js';
import { RecordingFiles } from '../record/beside/recording-files.js';
import { Finishing } from '../record/finishing.js';
import { Heartbeat } from '../record/heartbeat.js';
import type { CallNumbers } from '../record/order/numbering.js';
import { Recorder } from '../record/recorder.js';
import { Saving } from '../record/saving.js';
import type { Take } from '../record/take.js';
import { Redaction } from '../redact/redaction.js';
import type { Audience } from '../replay/call.js';
import { Matcher } from '../replay/matcher.js';
import { Playback } from '../replay/playback.js';
import { Player } from '../replay/player.js';
import type { Recording } from '../replay/recordings/recording.js';
import { Recordings } from '../replay/recordings/recordings.js';
import { Answers } from './answers.js';
import { CausalityNotes } from './causality-notes.js';
import { debugOf } from './debug-of.js';
import { Ending } from './ending.js';
import { Keeping, type Outcome } from './keeping.js';
import { loadRecording } from './load-recording.js';
import { Meanwhile } from './meanwhile.js';
import { openFile } from './open-file.js';
import { type Opened, Opening } from './opening.js';
import type { Surroundings } from './surroundings.js';

/**
 * A cassette at work: it opens its file, records calls or answers them, and saves. This is the door for those that
 * bring calls; what a user sees of it is `Cassette`.
 */
export class Engine {
  readonly location: Location;
  readonly options: ResolvedOptions;
  readonly misses: Misses;
  readonly #redaction: Redaction;
  readonly #saving: Saving;
  readonly #keeping: Keeping;
  /** What is known of the messages; whoever brings calls adds what the client's own code knows. */
  readonly messageTypes: MessageTypes;
  readonly #meanings: Meanings;
  readonly #finishing: Finishing;
  readonly #surroundings: Surroundings;
  readonly #debug: Debug | undefined;
  readonly #causality: CausalityNotes;
  readonly #player: Player;
  readonly #files: RecordingFiles;
  readonly #opening: Opening;
  readonly #meanwhile: Meanwhile;
  readonly #heartbeat: Heartbeat;
  readonly #ending: Ending;
  #calls = 0;

  constructor(location: Location, options: ResolvedOptions, surroundings: Surroundings) {
    this.location = location;
    this.options = options;
    this.#saving = new Saving(location, options.mode, surroundings.warn, options.keepFailures);
    this.#keeping = new Keeping(this.#saving, options.mode === 'rewrite' || options.mode === 'all');
    this.#surroundings = surroundings;
    this.misses = new Misses(surroundings.tidyStack);
    const warn: Warn = (message) => surroundings.warn(`${location.path}: ${message}`);
    const debug = surroundings.debug && debugOf(surroundings.debug, location.path);
    this.#debug = debug;
    this.#causality = new CausalityNotes(debug);
    this.#player = new Player(
      {
        clock: surroundings.clock,
        processHold: surroundings.processHold,
        warn,
        onIdle: () => this.#ending.tellIfDone(),
        onStop: (played, act) => this.#causality.noteStop(played, act),
        onForgiven: (played, inVain) => this.#causality.noteForgiven(played, inVain),
      },
      options.timing,
    );
    this.messageTypes = new MessageTypes(options.schema, surroundings.readSchema, warn);
    this.#meanings = new Meanings(this.messageTypes, options.ignore);
    this.#redaction = new Redaction(options.redact, {
      messagesOf: (method, direction) => this.#meanings.messagesOf(method, direction),
      isSettled: () => this.messageTypes.fetching === undefined,
      lacksSchema: () => this.messageTypes.lacksSchema,
    });
    const findTools = once(() => {
      const { redactedAgain, Views } = loadRecording();
      const views = options.debugJson ? new Views(this.messageTypes, this.#redaction, warn) : undefined;
      return { redactedAgain, views };
    });
    this.#finishing = new Finishing(this.#redaction, findTools, (error) => this.#saving.note(error));
    this.#files = new RecordingFiles(location, surroundings);
    this.#opening = new Opening(this.#files, () => this.#read());
    this.#meanwhile = new Meanwhile({
      clock: surroundings.clock,
      opening: this.#opening,
      keeping: this.#keeping,
      messageTypes: this.messageTypes,
      isClosed: () => this.isClosed,
      tellSecrets: () => this.#tellSecrets(),
    });
    this.#heartbeat = new Heartbeat(surroundings.clock, () => this.#opening.opened?.recorder.touch());
    this.#ending = new Ending({
      opening: this.#opening,
      keeping: this.#keeping,
      saving: this.#saving,
      player: this.#player,
      heartbeat: this.#heartbeat,
      surroundings,
      noteFieldPaths: () => this.noteFieldPaths(),
      tellSecrets: () => this.#tellSecrets(),
      tellUnplayed: () => this.#tellUnplayed(),
    });
  }

  /** From here on somebody closes it: what is recorded is committed at its end, or set aside. */
  own(): void {
    this.#keeping.own();
  }

  get isClosed(): boolean {
    return this.#ending.isClosed;
  }

  /** Whether something was recorded that is not yet in the file. */
  get dirty(): boolean {
    return this.#opening.opened?.recorder.dirty ?? false;
  }

  /** Opens the file, once. Throws a `CassetteError` when it cannot be read. */
  open(): Opened {
    return this.#opening.open();
  }

  /** Writes what was recorded of ended calls into the file. */
  save(): Promise<void> {
    return this.#whenFetched(() => this.#commit());
  }

  /** Stores open calls as far as they came, saves, and ends the work. */
  close(): Promise<void> {
    return this.#end('committed');
  }

  /** Closes without touching the cassette: what was recorded goes into `<name>.rejected.yaml`. */
  reject(): Promise<void> {
    return this.#end('set aside');
  }

  /** The process exits; there is nobody left to throw at. Whether all that was to be saved is. */
  endAtExit(isGood: boolean): boolean {
    return this.#ending.atExit(isGood);
  }

  /** Fails the calls that wait for a client which has nothing left to do. Whether there were any. */
  failStalled(): boolean {
    const { stalled } = this.#player;
    for (const played of stalled) played.failAsStalled();
    return stalled.length > 0;
  }

  /** The calls that have not ended, in start order. */
  get openCalls(): readonly OpenCall[] {
    const recorded = this.#opening.opened?.recorder.openCalls ?? [];
    const replayed = this.#player.open.map((played) => played.openCall);
    return [...recorded, ...replayed].sort((a, b) => a.start - b.start);
  }

  /** The recordings that no call was or is being answered with, in recorded order; none while recording anew. */
  get unplayed(): readonly Recording[] {
    const { plan, answers } = this.open();
    return plan === 'record' ? [] : answers.unplayed;
  }

  /** What events waited for in vain. */
  get forgiven(): readonly Forgiven[] {
    return this.#causality.forgiven;
  }

  /** Whether any call has come. */
  get wasAsked(): boolean {
    return this.#calls > 0;
  }

  /** Numbers what a call does that may yet go to the server, and be recorded; undefined where none does. */
  number(): CallNumbers | undefined {
    return this.recordsNew ? this.open().recorder.number() : undefined;
  }

  /** Starts to record a call; undefined when the cassette's work is over. `numbers` are those of what it has done before. */
  record(call: CallStart, start: number = this.#nextStart(), numbers?: CallNumbers): Take | undefined {
    if (this.isClosed) return undefined;
    this.#meanwhile.noteStart();
    this.messageTypes.fetch();
    this.#heartbeat.note();
    return this.open().recorder.begin(start, call, numbers);
  }

  /** Starts to answer a call. Trouble is told through the audience, as everything is. */
  play(call: CallStart, audience: Audience): Playback {
    const { answers, refusal } = this.#findAnswers(call.method, call.kind);
    this.#meanwhile.note();
    const playback = new Playback(answers, this.#nextStart(), call, audience);
    if (refusal !== undefined) playback.fail(refusal);
    return playback;
  }

  /** Notes trouble in recording a call, to be told when the cassette is saved. */
  noteTrouble(error: unknown): void {
    this.#saving.note(error);
  }

  /** A call is about to start: whether it is recorded without a look at what the cassette holds. */
  goesLive(): boolean {
    this.#reopenIfChanged();
    return this.recordsAll && this.#opening.findUnrecordable() === undefined;
  }

  /** Whether calls are recorded without a look at what the cassette holds. */
  get recordsAll(): boolean {
    try {
      return !this.isClosed && this.open().plan === 'record';
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
      if (this.isClosed) return { answers, refusal: answers.explainClosed(method) };
      if (plan === 'missing') return { answers, refusal: answers.explainMissing(method, kind) };
      return { answers, refusal: plan === 'record' ? answers.findUnrecordable(method) : undefined };
    } catch (error) {
      if (!CassetteError.is(error)) throw error;
      return {
        answers: this.#answers(new Recordings(listOf([]), false), []),
        refusal: this.misses.add(error),
      };
    }
  }

  /** Whether a call that nothing recorded answers goes to the server: also where it could not be recorded, and now can. */
  get recordsNew(): boolean {
    const plan = this.#opening.opened?.plan;
    return !this.isClosed && (plan === 'hybrid' || plan === 'record');
  }

  #nextStart(): number {
    this.#calls += 1;
    return this.#calls;
  }

  #read(): Opened {
    const { clock, warn, isUtf8 } = this.#surroundings;
    const tell = { warn, trouble: (error: unknown) => this.#saving.note(error) };
    const file = openFile(this.location, this.options.mode, this.#files, tell, isUtf8);
    const recordings = new Recordings(
      file.plan === 'record' ? listOf([]) : file.entries,
      this.options.repeats,
    );
    const recorder = new Recorder(this.#files, {
      clock,
      redaction: this.#redaction,
      times: this.options.times,
      keepsFailures: this.options.keepFailures,
      baseline: file.baseline,
      finishing: this.#finishing,
      loadRecording,
      onEnd: () => this.#meanwhile.note(),
    });
    const { plan, facts, refusal, leftAlone } = file;
    // Named one by one: each call asks, and V8 makes another shape of each copy of an object.
    return { plan, recordings, recorder, answers: this.#answers(recordings, leftAlone), facts, refusal };
  }

  /** Not while a call is open, nor in the midst of others. */
  #reopenIfChanged(): void {
    if (this.#meanwhile.isQuiet && !this.isClosed && this.openCalls.length === 0)
      this.#opening.closeIfChanged();
  }

  #answers(recordings: Recordings, journals: readonly string[]): Answers {
    const { path } = this.location;
    return new Answers({
      path,
      mode: this.options.mode,
      recordings,
      matcher: new Matcher(recordings, this.#meanings, this.#redaction, { path, ...this.options }),
      meanings: this.#meanings,
      redaction: this.#redaction,
      player: this.#player,
      debug: this.#debug,
      findForgiven: () => this.#causality.forgiven,
      misses: this.misses,
      inColour: this.#surroundings.inColour,
      recordsNew: () => this.recordsNew,
      findUnrecordable: () => this.#opening.findUnrecordable(),
      findAtWork: () => this.#opening.findAtWork(),
      journals,
    });
  }

  async #end(outcome: Outcome): Promise<void> {
    this.#ending.stop(outcome);
    await this.#whenFetched(() => this.#ending.finish());
  }

  /** The work itself is synchronous, so that it can be done when the process exits; only a schema may be waited for. */
  async #whenFetched(action: () => void): Promise<void> {
    const fetching = this.dirty ? this.messageTypes.fetching : undefined;
    if (fetching !== undefined) await fetching;
    action();
  }

  #commit(): void {
    if (this.#opening.opened !== undefined) this.#keeping.commit(this.#opening.opened.recorder);
  }

  /** What a person has to look at before the cassette is kept. */
  #tellSecrets(): void {
    for (const note of this.#redaction.notes.take())
      this.#surroundings.warn(`${this.location.path}: ${note}`);
  }

  /** What the calls of this run left undone. */
  #tellUnplayed(): void {
    const { onUnplayed } = this.options;
    const left = onUnplayed === 'ignore' ? [] : this.unplayed;
    if (left.length === 0) return;
    const error = this.open().answers.explainUnplayed(left);
    if (onUnplayed === 'error') throw error;
    this.#surroundings.warn(error.message);
  }

  /** Passes on which paths of options named a field, as far as messages were compared, or recorded. */
  noteFieldPaths(): void {
    const { noteFieldPath } = this.#surroundings;
    for (const [path, isFound] of this.#redaction.recordedPaths)
      noteFieldPath('redact.fields', path, isFound);
    const unfound = this.#meanings.unfoundPaths;
    if (!this.#meanings.haveCompared) return;
    for (const path of this.options.ignore) noteFieldPath('ignore', path, !unfound.includes(path));
  }
}
