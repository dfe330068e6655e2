import { CassetteError } from '../errors.js';
import type { CallStart } from '../model/call-start.js';
import type { Interaction } from '../model/interaction.js';
import { keepShape } from '../model/keep-shape.js';
import type { Kind } from '../model/kind.js';
import { type MetadataEntries, NO_METADATA } from '../model/metadata.js';
import type { OpenCall } from '../model/open-call.js';
import { type Status, StatusCode } from '../model/status.js';
import type { Audience, Holder, Played, Unanswered } from './call.js';
import { explain, goOnWithout } from './go-on-without.js';
import { NO_PART, Part } from './order/part.js';
import { newSeat, type Seat } from './ready.js';
import type { Recording } from './recordings/recording.js';
import { RequestsSoFar } from './requests-so-far.js';
import { type Cue, type Ending, Script } from './script.js';
import type { Stage } from './stage.js';
import { describeEvent, describeStall, describeWait, findAwaitedRequest } from './waiting.js';

/** One call that is answered from the cassette. */
export class Playback implements Holder, Played {
  readonly start: number;
  readonly method: string;
  readonly kind: Kind;
  readonly requests: RequestsSoFar = new RequestsSoFar();
  readonly #opening: CallStart;
  readonly #stage: Stage;
  readonly #audience: Audience;
  readonly #startTime: number;
  readonly seat: Seat<Played> = newSeat();
  #part: Part | undefined;
  #script: Script | undefined;
  #heardMetadata = false;
  #halfClosed = false;
  #wantsMessage = false;
  #failure: Ending | undefined;
  #lastDueAt: number;
  #delivered = 0;
  #over = false;

  constructor(stage: Stage, start: number, opening: CallStart, audience: Audience) {
    this.start = start;
    this.method = opening.method;
    this.kind = opening.kind;
    this.#opening = opening;
    this.#stage = stage;
    this.#audience = audience;
    this.#startTime = stage.player.now();
    this.#lastDueAt = this.#startTime;
  }

  get target(): string | undefined {
    return this.#opening.target;
  }

  get requestMetadata(): MetadataEntries {
    return this.#opening.requestMetadata;
  }

  /** What it does of its recording, among the calls of a group. */
  get part(): Part {
    return this.#part ?? NO_PART;
  }

  get halfClosed(): boolean {
    return this.#halfClosed;
  }

  get interaction(): Interaction | undefined {
    return this.#script?.interaction;
  }

  get given(): number {
    return this.#script?.messages ?? 0;
  }

  get awaitedRequest(): number | undefined {
    const recorded = this.interaction?.requests.length ?? 0;
    return findAwaitedRequest(this.#script?.cue?.after ?? 1, this.requests.length, recorded);
  }

  /** The call starts. A streamed one may hear its server before it says anything. */
  begin(): void {
    if (!this.kind.requestStream || this.#failure !== undefined) return;
    this.#assign();
  }

  /** The client sends a message. */
  request(bytes: Uint8Array): void {
    if (this.#over || this.#failure !== undefined) return;
    const index = this.requests.length;
    this.requests.add(bytes);
    if (!this.kind.requestStream) {
      this.#assign();
      return;
    }
    const { interaction } = this;
    const { rule, holds, player } = this.#stage;
    if (!rule.readsRequests) this.requests.keepLast();
    this.#part?.acted();
    this.#matching(() => {
      if (interaction === undefined || !rule.goesOn(this, interaction)) {
        this.#assign();
        return;
      }
      this.#agreeWith(interaction);
      if (index === interaction.requests.length && !rule.isExact(this, interaction)) holds.prefer(this);
      player.offer(this);
    });
  }

  /** The client's message could not be serialised, and ends the call: it did so when it was recorded. */
  unsendable(): void {
    if (this.#over || this.kind.requestStream) return;
    this.#stage.holds.assignUnsent(this);
  }

  /** The client will send no more. */
  halfClose(): void {
    if (this.#over || this.#failure !== undefined) return;
    this.#halfClosed = true;
    this.#part?.acted();
    const { interaction } = this;
    const { rule, holds, player } = this.#stage;
    if (!this.kind.requestStream) {
      this.#offerAnew();
      return;
    }
    this.#matching(() => {
      if (interaction === undefined || !rule.endsWith(this, interaction)) {
        this.#assign({ reason: 'stalled' });
        return;
      }
      if (!rule.isExact(this, interaction)) holds.prefer(this);
      player.offer(this);
    });
  }

  /** The client asks for a message. It is given one, however often it asks before it comes. */
  read(): void {
    if (this.#wantsMessage) return;
    this.#wantsMessage = true;
    if (!this.#over) this.#offerAnew();
  }

  /** The client did something that holds back no event which waits already. */
  #offerAnew(): void {
    if (this.seat.ready === undefined || this.#part?.group !== undefined) this.#stage.player.offer(this);
  }

  /** The client's side has ended the call: nothing more is delivered. */
  stop(): void {
    this.#leave();
    this.#stage.holds.settle(this);
  }

  /** Another recording than so far; what was delivered of the old one is the same in the new one. */
  hold(recording: Recording): void {
    this.#script = new Script(recording.interaction, { metadata: this.#heardMetadata, messages: this.given });
    this.#agreeWith(recording.interaction);
    if (recording.place !== undefined) this.#part ??= new Part(this);
    this.#part?.hold(recording.place, recording.interaction);
    this.#stage.debug?.(
      () =>
        `call ${this.start} ${this.method} is answered by recording ${recording.position + 1} (line ${recording.line})`,
    );
    this.#stage.player.offer(this);
  }

  letGo(): void {
    this.#part?.letGo(false);
  }

  get waitsFor(): Played['waitsFor'] {
    if (this.#over) return 'nothing';
    if (this.#failure !== undefined) return 'ready';
    if (this.#script === undefined) return 'client';
    const { cue } = this.#script;
    if (cue === undefined) return 'cancel';
    if (!this.#halfClosed && cue.after > this.requests.length) return 'client';
    if (cue.type === 'message' && this.kind.responseStream && !this.#wantsMessage) return 'read';
    return 'ready';
  }

  get cancelledAt(): number | undefined {
    const call = this.interaction?.call;
    // Of a call with an order, the cancel is an act among others.
    if (this.#part?.group !== undefined) return undefined;
    if (call?.cancelledByClient !== true || call.endedMs === undefined) return undefined;
    return this.#stage.player.dueAt(this.#startTime, call.endedMs);
  }

  /**
   * Which event, counted from 0, waits for its turn that was recorded less than `ms` milliseconds after the call's start;
   * undefined where none does.
   */
  findEventWithin(ms: number): number | undefined {
    if (this.waitsFor !== 'ready' || !this.#stage.player.isDue(this)) return undefined;
    return (this.#script?.cue?.ms ?? 0) < ms ? this.#delivered : undefined;
  }

  /** The trailers that were recorded with an end that the client's side brought about, as it does now. */
  trailersOf({ code, details }: Status): MetadataEntries {
    const call = this.interaction?.call;
    return call?.status.code === code && call.status.details === details ? call.trailers : NO_METADATA;
  }

  /** An error of ours is of no recording, and waits for nothing. */
  get nextEvent(): Cue | undefined {
    return this.#failure === undefined ? this.#script?.cue : undefined;
  }

  timeLeft(): number {
    return this.#audience.timeLeft();
  }

  describeEvent(): string {
    return describeEvent(this.#script?.cue, this.given);
  }

  get dueAt(): number {
    const ms = this.nextEvent?.ms;
    if (ms === undefined) return this.#lastDueAt;
    return Math.max(this.#lastDueAt, this.#stage.player.dueAt(this.#startTime, ms));
  }

  deliver(): void {
    this.#lastDueAt = this.dueAt;
    this.#delivered += 1;
    if (this.#failure === undefined) this.#play(this.#script);
    else this.#end(this.#failure);
  }

  #play(script: Script | undefined): void {
    const type = script?.cue?.type;
    if (script === undefined || type === undefined) return;
    if (type === 'metadata') {
      this.#heardMetadata = true;
      this.#audience.metadata(script.passMetadata());
    } else if (type === 'message') {
      this.#playMessage(script);
    } else {
      this.#end(script.ending);
    }
  }

  /** A recorded message may turn out broken only now: the call then ends with an error that says so. */
  #playMessage(script: Script): void {
    let bytes: Uint8Array;
    try {
      bytes = script.passMessage();
    } catch (error) {
      if (!CassetteError.is(error)) throw error;
      this.fail(this.#stage.noteMiss(error));
      return;
    }
    this.#wantsMessage = false;
    this.#audience.message(bytes);
  }

  failAsStalled(): void {
    const { error, text } = explain(this.#stage, this, { reason: 'stalled' });
    this.fail(error, text);
  }

  release(): void {
    this.#audience.release();
  }

  /** Ends the call with an error of ours, in a turn of its own. `details` is what the client is told of it. */
  fail(error: CassetteError, details: string = error.message): void {
    this.#leavePath();
    this.#failure = {
      status: { code: StatusCode.FAILED_PRECONDITION, details },
      trailers: NO_METADATA,
      cause: error,
    };
    this.#stage.player.offer(this);
  }

  describeWait(): string {
    return describeStall(this);
  }

  get openCall(): OpenCall {
    const { method, start } = this;
    return { method, start, waitsFor: describeWait(this) };
  }

  /** The user's own match function may fail, and with it the call. */
  #matching(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!CassetteError.is(error)) throw error;
      this.#stage.holds.letGo(this);
      this.fail(this.#stage.noteMiss(error));
    }
  }

  /** What equals the recorded requests need not be kept a second time. */
  #agreeWith({ requests }: Interaction): void {
    if (this.#stage.rule.comparesRequests) this.requests.agreeWith(requests);
  }

  /** `reason` is why there is no recording for the call, where it is not the request. */
  #assign(reason?: Unanswered): void {
    this.#matching(() => {
      const unanswered = this.#stage.holds.assign(this);
      if (unanswered !== undefined) this.#goOnWithout(reason ?? unanswered);
    });
  }

  #goOnWithout(unanswered: Unanswered): void {
    const way = goOnWithout(this.#stage, this, unanswered);
    if (way !== 'live') {
      this.fail(way.error, way.text);
      return;
    }
    this.#leavePath();
    this.#leave();
    this.#audience.goLive(this.start);
  }

  #end(ending: Ending): void {
    this.stop();
    this.#audience.end(ending);
  }

  /** The program is another one than recorded: nobody waits for what this call was to do. */
  #leavePath(): void {
    if (this.#part?.group === undefined) this.#stage.player.patience.noteStranger(this.method);
    this.#part?.letGo(true);
  }

  #leave(): void {
    this.#over = true;
    this.#part?.leave();
    this.#stage.player.remove(this);
  }
}

keepShape(
  new Playback(
    { player: { now: () => 0 } } as Stage,
    0,
    { method: '', kind: { requestStream: false, responseStream: false } } as CallStart,
    {} as Audience,
  ),
);
