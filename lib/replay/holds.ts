import { sameKind } from '../model/kind.js';
import type { Call, Holder, Unanswered } from './call.js';
import type { Matcher } from './matcher.js';
import type { Recording } from './recordings/recording.js';
import type { Recordings } from './recordings/recordings.js';

/**
 * Which call holds, or has taken, which recording: nobody else decides or notes that. A call with a single request takes
 * its recording for good, at once. A streamed one provisionally holds the earliest free one that fits; when that is
 * contradicted it moves to another, and calls that hold what it needs move on in turn (an augmenting path in the graph
 * of calls and the recordings that fit them, so that a pairing is found whenever there is one).
 */
export class Holds {
  readonly #recordings: Recordings;
  readonly #matcher: Matcher;
  readonly #heldBy = new Map<Recording, Holder>();
  readonly #holding = new Map<Holder, Recording>();

  constructor(recordings: Recordings, matcher: Matcher) {
    this.#recordings = recordings;
    this.#matcher = matcher;
  }

  /**
   * Gives the call a recording: the first recorded of those that fit it and are free, failing that what may answer again,
   * failing that the next of the seed's sequence. Otherwise says why not, and the call holds nothing.
   * Throws a `CassetteError` (`match_failed`) when the user's match function does.
   */
  assign(call: Holder): Unanswered | undefined {
    if (this.#matcher.isSequence) return this.#takeNext(call, this.#recordings.findNext());
    if (!call.kind.requestStream) return this.#takeFirst(call);
    this.letGo(call);
    return this.#pair(call) || this.#repeat(call) ? undefined : unansweredRequest(call);
  }

  /** Gives a call that has said more than the recording it holds a free one that holds all of it, if there is one. */
  prefer(call: Holder): void {
    if (this.#findExact(call, new Set()) !== undefined) this.assign(call);
  }

  /** Gives a call that ended before it sent its request the recording of one that did so, if there is one. */
  assignUnsent(call: Holder): void {
    // What the file's index knows has a request.
    const recording = this.#recordings
      .ofMethod(call.method)
      ?.unknown.find(
        ({ isFree, interaction }) =>
          isFree && sameKind(interaction, call.kind) && interaction.requests.length === 0,
      );
    if (recording !== undefined) this.#take(call, recording);
  }

  /** The call is over: what it holds is taken for good. */
  settle(call: Holder): void {
    const recording = this.#holding.get(call);
    this.letGo(call);
    recording?.take(call.start);
  }

  /** The call fails, though not for what it was given: its recording may answer another. */
  letGo(call: Holder): void {
    const recording = this.#holding.get(call);
    if (recording === undefined) return;
    this.#holding.delete(call);
    this.#heldBy.delete(recording);
  }

  /** Whether an open call holds the recording at present. */
  isHeld(recording: Recording): boolean {
    return this.#heldBy.has(recording);
  }

  /** Held and settled in one. */
  #take(call: Holder, recording: Recording): void {
    recording.take(call.start);
    call.hold(recording);
  }

  #takeFirst(call: Holder): Unanswered | undefined {
    const recording =
      this.#matcher.findFree(call) ?? this.#matcher.findRepeat(call) ?? this.#recordings.findFreeSeed();
    return this.#takeNext(call, recording);
  }

  /** Of a sequence, the next one answers only a call such as it was. */
  #takeNext(call: Holder, recording: Recording | undefined): Unanswered | undefined {
    if (recording === undefined) return unansweredRequest(call);
    if (!isSuch(recording, call)) return { reason: 'sequence', recording };
    this.#take(call, recording);
    return undefined;
  }

  #pair(call: Holder): boolean {
    const moves = new Map<Holder, Recording>();
    if (!this.#find(call, new Set(), moves)) return false;
    for (const moved of moves.keys()) {
      this.letGo(moved);
      moved.letGo();
    }
    for (const [moved, recording] of moves) {
      this.#heldBy.set(recording, moved);
      this.#holding.set(moved, recording);
    }
    for (const [moved, recording] of moves) moved.hold(recording);
    return true;
  }

  /** What was played already, or is being played, is shared with it. */
  #repeat(call: Holder): boolean {
    const recording = this.#matcher.findRepeat(call);
    if (recording !== undefined) call.hold(recording);
    return recording !== undefined;
  }

  /**
   * A free recording first, so that nobody is moved without need; one that holds all the call has said before one that
   * ended earlier.
   */
  #find(call: Holder, seen: Set<Recording>, moves: Map<Holder, Recording>): boolean {
    const free = this.#findExact(call, seen) ?? first(this.#fitting(call, seen, false));
    if (free !== undefined) {
      seen.add(free);
      moves.set(call, free);
      return true;
    }
    for (const recording of this.#fitting(call, seen, true)) {
      seen.add(recording);
      const other = this.#heldBy.get(recording);
      if (other === undefined || !this.#find(other, seen, moves)) continue;
      moves.set(call, recording);
      return true;
    }
    return false;
  }

  #findExact(call: Holder, seen: ReadonlySet<Recording>): Recording | undefined {
    for (const recording of this.#fitting(call, seen, false)) {
      if (this.#matcher.rule.isExact(call, recording.interaction)) return recording;
    }
    return undefined;
  }

  /** What may answer the call, in recorded order: what other calls hold at present, or what none holds. */
  *#fitting(call: Holder, seen: ReadonlySet<Recording>, isHeld: boolean): Iterable<Recording> {
    for (const recording of this.#matcher.free(call)) {
      if (!seen.has(recording) && this.isHeld(recording) === isHeld) yield recording;
    }
  }
}

function unansweredRequest({ requests }: Call): Unanswered {
  return { reason: 'request', index: Math.max(0, requests.length - 1) };
}

/** Whether it was such a call: of its kind, and of its method where it names one. */
function isSuch({ interaction }: Recording, { kind, method }: Call): boolean {
  return (
    sameKind(interaction, kind) && (interaction.call === undefined || interaction.call.method === method)
  );
}

function first<T>(items: Iterable<T>): T | undefined {
  for (const item of items) return item;
  return undefined;
}
