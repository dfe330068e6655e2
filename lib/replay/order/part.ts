import type { Interaction, MessageList } from '../../model/interaction.js';
import { findTimeOfDay } from '../../model/time-of-day.js';
import type { Group, Performer, UndoneAct } from './group.js';
import { findScore, type Score } from './score.js';

/** Where a recording stands in a group. */
export interface Place {
  readonly group: Group;
  readonly rank: number;
}

/** What of a call decides which of the recorded acts are done. */
interface ActingCall {
  /** What its client has sent. */
  readonly requests: Pick<MessageList, 'length'>;
  readonly halfClosed: boolean;
}

/** What a call does of the recording that it holds, among the calls of its group. */
export class Part implements Performer {
  readonly #call: ActingCall;
  readonly #requestStream: boolean;
  #place: Place | undefined;
  #score: Score | undefined;
  #startedMs: number | undefined;

  constructor(call: ActingCall, requestStream: boolean) {
    this.#call = call;
    this.#requestStream = requestStream;
  }

  /** Undefined where the recording has no order, or there is none. */
  get group(): Group | undefined {
    return this.#score === undefined ? undefined : this.#place?.group;
  }

  /** When the recorded call started, by the recording's clock in milliseconds; undefined where that is not known. */
  get startedMs(): number | undefined {
    return this.#startedMs;
  }

  /** The number of the recorded start; what was done before it is not waited for. */
  get since(): number {
    return this.#score?.start ?? 0;
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
    if (this.#requestStream && !this.#call.halfClosed) {
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

  /** The number of an event, `index` being that of a streamed message; undefined where the recording does not say. */
  numberOf(
    event: 'metadata' | 'message' | 'end',
    index: number,
    responseStream: boolean,
  ): number | undefined {
    if (this.#score === undefined) return undefined;
    if (event === 'metadata') return this.#score.headers;
    return event === 'message' && responseStream ? this.#score.responses.at(index) : this.#score.end;
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
    if (halfClosed !== undefined && (this.#call.halfClosed || !this.#requestStream)) return halfClosed;
    const sent = Math.min(this.#call.requests.length, requests?.length ?? 0);
    return requests?.at(sent - 1) ?? start;
  }
}
