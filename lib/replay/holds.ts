import type { Asking } from './asking.js';
import type { Candidate } from './candidate.js';
import type { Matcher } from './matcher.js';

/** A streamed call that provisionally holds a recording, and may have to let it go. */
export interface Holder extends Asking {
  /** Told when the call is given a recording, or another than it held. */
  hold(candidate: Candidate): void;
}

/**
 * Which open streamed call holds which recording. Each holds the earliest free one that fits; when a call's own is
 * contradicted it moves to another, and calls that hold what it needs move on in turn (an augmenting path in the graph
 * of calls and the recordings that fit them, so that a pairing is found whenever there is one).
 */
export class Holds {
  readonly #matcher: Matcher;
  readonly #heldBy = new Map<Candidate, Holder>();
  readonly #holding = new Map<Holder, Candidate>();

  constructor(matcher: Matcher) {
    this.#matcher = matcher;
  }

  /**
   * Gives `holder` a recording that fits it. False, with nothing but its own let go, when there is none.
   * Throws a `CassetteError` (`match_failed`) when the user's match function does.
   */
  assign(holder: Holder): boolean {
    this.letGo(holder);
    const moves = new Map<Holder, Candidate>();
    if (!this.#find(holder, new Set(), moves)) return this.#repeat(holder);
    for (const moved of moves.keys()) this.letGo(moved);
    for (const [moved, candidate] of moves) {
      this.#heldBy.set(candidate, moved);
      this.#holding.set(moved, candidate);
    }
    for (const [moved, candidate] of moves) moved.hold(candidate);
    return true;
  }

  /** Gives a call that has said more than the recording it holds a free one that holds all of it, if there is one. */
  prefer(holder: Holder): void {
    if (this.#findExact(holder, new Set()) !== undefined) this.assign(holder);
  }

  /** The call is over: what it holds is taken for good. */
  settle(holder: Holder): void {
    const candidate = this.#holding.get(holder);
    this.letGo(holder);
    if (candidate !== undefined) candidate.takenBy = holder.start;
  }

  /** The call fails, though not for what it was given: its recording may answer another. */
  letGo(holder: Holder): void {
    const candidate = this.#holding.get(holder);
    if (candidate === undefined) return;
    this.#holding.delete(holder);
    this.#heldBy.delete(candidate);
  }

  /** Whether an open call holds the recording at present. */
  isHeld(candidate: Candidate): boolean {
    return this.#heldBy.has(candidate);
  }

  /** What was played already, or is being played, is shared with it. */
  #repeat(holder: Holder): boolean {
    const candidate = this.#matcher.findRepeat(holder);
    if (candidate !== undefined) holder.hold(candidate);
    return candidate !== undefined;
  }

  /**
   * A free recording first, so that nobody is moved without need; one that holds all the call has said before one that
   * ended earlier.
   */
  #find(holder: Holder, seen: Set<Candidate>, moves: Map<Holder, Candidate>): boolean {
    const free = this.#findExact(holder, seen) ?? first(this.#fitting(holder, seen, false));
    if (free !== undefined) {
      seen.add(free);
      moves.set(holder, free);
      return true;
    }
    for (const candidate of this.#fitting(holder, seen, true)) {
      seen.add(candidate);
      const other = this.#heldBy.get(candidate);
      if (other === undefined || !this.#find(other, seen, moves)) continue;
      moves.set(holder, candidate);
      return true;
    }
    return false;
  }

  #findExact(holder: Holder, seen: ReadonlySet<Candidate>): Candidate | undefined {
    for (const candidate of this.#fitting(holder, seen, false)) {
      if (this.#matcher.rule.isExact(holder, candidate.interaction)) return candidate;
    }
    return undefined;
  }

  /** What may answer the call, in recorded order: what other calls hold at present, or what none holds. */
  *#fitting(holder: Holder, seen: ReadonlySet<Candidate>, isHeld: boolean): Iterable<Candidate> {
    for (const candidate of this.#matcher.free(holder)) {
      if (!seen.has(candidate) && this.isHeld(candidate) === isHeld) yield candidate;
    }
  }
}

function first<T>(items: Iterable<T>): T | undefined {
  for (const item of items) return item;
  return undefined;
}
