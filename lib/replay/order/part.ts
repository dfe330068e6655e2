import { type Interaction, type MessageList, NO_MESSAGES } from '../../model/interaction.js';
import type { Kind } from '../../model/kind.js';
import { findTimeOfDay } from '../../model/text/time-of-day.js';
import type { Group, Performer, UndoneAct } from './group.js';
import { findScore, type Score } from './score.js';

/** Where a recording stands in a group. */
export interface Place {
  readonly group: Group;
  readonly rank: number;
}

/** What of a call decides which of the recorded acts are done, and which event comes next. */
interface ActingCall {
  readonly kind: Kind;
  /** What its client has sent. */
  readonly requests: Pick<MessageList, 'length'>;
  readonly halfClosed: boolean;
  /** How many streamed messages it was given. */
  readonly given: number;
  /** What it is to be told next by its recording; `ms` after the recorded start, where that is known. */
  readonly nextEvent:
    | { readonly type: 'metadata' | 'message' | 'end'; readonly ms: number | undefined }
    | undefined;
}

/** What a call does of the recording that it holds, among the calls of its group. */
export class Part implements Performer {
  readonly #call: ActingCall;
  #place: Place | undefined;
  #score: Score | undefined;
  #startedMs: number | undefined;

  constructor(call: ActingCall) {
    this.#call = call;
  }

  /** Undefined where the recording has no order, or there is none. */
  get group(): Group | undefined {
    return this.#score === undefined ? undefined : this.#place?.group;
  }

  /** The number of the recorded start; what was done before it is not waited for. */
  get since(): number {
    return this.#score?.start ?? 0;
  }

  /** The next event's number in the group; undefined where the recording does not say. */
  get number(): number | undefined {
    const { nextEvent, given, kind } = this.#call;
    if (this.#score === undefined || nextEvent === undefined) return undefined;
    if (nextEvent.type === 'metadata') return this.#score.headers;
    const isListed = nextEvent.type === 'message' && kind.responseStream;
    return isListed ? this.#score.responses.at(given) : this.#score.end;
  }

  /** When the next event came, by the recording's clock in milliseconds; undefined where that is not known. */
  get wallMs(): number | undefined {
    const ms = this.#call.nextEvent?.ms;
    return ms === undefined || this.#startedMs === undefined ? undefined : this.#startedMs + ms;
  }

  /** How long that was after what came before it in the group, be it an event or a start, or after the call's own start. */
  get gapMs(): number | undefined {
    const { wallMs, number } = this;
    if (wallMs === undefined || this.#startedMs === undefined || number === undefined) return undefined;
    return this.group?.progress.gapBefore(number, wallMs, this.#startedMs);
  }

  /** The call holds a recording, in the place of the one that it held. */
  hold(place: Place | undefined, interaction: Interaction): void {
    if (this.#place?.group !== place?.group || this.#place?.rank !== place?.rank) this.letGo(false);
    this.#place = place;
    this.#score = place && findScore(interaction);
    if (place === undefined) return;
    // One whose order cannot be has started all the same: nobody is to wait for that.
    this.#startedMs = findTimeOfDay(interaction.call?.startedAt ?? '');
    place.group.hold(place.rank, this, this.#startedMs);
    this.acted();
  }

  /** The call goes on with no recording; `isForgiven`: the program has taken another path, and nobody is to wait for its acts. */
  letGo(isForgiven: boolean): void {
    this.#place?.group.release(this.#place.rank, this, isForgiven);
    this.#place = undefined;
    this.#score = undefined;
    this.#startedMs = undefined;
  }

  /** The call is over. */
  leave(): void {
    const { cancel } = this.#score ?? {};
    if (cancel !== undefined) this.#place?.group.acted(this.#place.rank, this, cancel);
    this.#place?.group.leave(this.#place.rank, this);
  }

  /** The client has done something. */
  acted(): void {
    this.#place?.group.acted(this.#place.rank, this, this.#lastAct);
  }

  nextAct(since: number): number | undefined {
    const score = this.#score;
    if (score === undefined) return undefined;
    if (this.#call.kind.requestStream && !this.#call.halfClosed) {
      const next = this.#nextRequest(score, since) ?? score.halfClosed;
      if (next !== undefined && next > since) return next;
    }
    return score.cancel !== undefined && score.cancel > since ? score.cancel : undefined;
  }

  /** What an act of the call is, for a person. */
  describe({ number }: UndoneAct): string {
    const { requests, halfClosed } = this.#score ?? {};
    if (number === halfClosed) return 'the half-close';
    for (let index = this.#call.requests.length; index < (requests?.length ?? 0); index += 1)
      if (requests?.at(index) === number) return `request ${index + 1}`;
    return 'the cancel';
  }

  /** The first request that is still to be sent and stands behind `since`: they grow. */
  #nextRequest({ requests }: Score, since: number): number | undefined {
    let [low, high] = [this.#call.requests.length, requests.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((requests.at(middle) ?? 0) > since) high = middle;
      else low = middle + 1;
    }
    return requests.at(low);
  }

  /** The number of the last act that was done. A single request is followed by the half-close at once. */
  get #lastAct(): number {
    const { start = 0, requests, halfClosed } = this.#score ?? {};
    if (halfClosed !== undefined && (this.#call.halfClosed || !this.#call.kind.requestStream))
      return halfClosed;
    const sent = Math.min(this.#call.requests.length, requests?.length ?? 0);
    return requests?.at(sent - 1) ?? start;
  }
}

/** That of a call whose recording has no order. */
export const NO_PART: Part = new Part({
  kind: { requestStream: false, responseStream: false },
  requests: NO_MESSAGES,
  halfClosed: false,
  given: 0,
  nextEvent: undefined,
});
