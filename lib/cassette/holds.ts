import { CassetteError } from '../errors.js';
import { type Kind, sameKind } from '../model/kind.js';
import type { Candidate } from './candidate.js';
import { type CallSoFar, fits, isExact } from './fit.js';
import type { Shelf } from './shelf.js';

/** A streamed call that provisionally holds a recording, and may have to let it go. */
export interface Holder {
  /** Its number in start order. */
  readonly start: number;
  readonly method: string;
  readonly kind: Kind;
  readonly soFar: CallSoFar;
  /** Told when the call is given a recording, or another than it held. */
  hold(candidate: Candidate): void;
}

/**
 * Which open streamed call holds which recording. Each holds the earliest free one that fits; when a call's own is
 * contradicted it moves to another, and calls that hold what it needs move on in turn (an augmenting path in the graph
 * of calls and the recordings that fit them, so that a pairing is found whenever there is one).
 */
export class Holds {
  readonly #shelf: Shelf;
  readonly #heldBy = new Map<Candidate, Holder>();
  readonly #holding = new Map<Holder, Candidate>();

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  /** Gives `holder` a recording that fits it. False, with nothing but its own let go, when there is none. */
  assign(holder: Holder): boolean {
    this.#letGo(holder);
    const moves = new Map<Holder, Candidate>();
    if (!this.#find(holder, new Set(), moves)) return false;
    for (const moved of moves.keys()) this.#letGo(moved);
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
    this.#letGo(holder);
    if (candidate !== undefined) candidate.takenBy = holder.start;
  }

  #letGo(holder: Holder): void {
    const candidate = this.#holding.get(holder);
    if (candidate === undefined) return;
    this.#holding.delete(holder);
    this.#heldBy.delete(candidate);
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
    const { soFar } = holder;
    for (const candidate of this.#fitting(holder, seen, false)) {
      if (isExact(soFar, candidate.interaction)) return candidate;
    }
    return undefined;
  }

  /** What may answer the call, in recorded order: what other calls hold at present, or what none holds. */
  *#fitting(holder: Holder, seen: ReadonlySet<Candidate>, isHeld: boolean): Iterable<Candidate> {
    const { soFar } = holder;
    for (const candidate of this.#shelf.freeOfMethod(holder.method)) {
      if (seen.has(candidate) || this.#heldBy.has(candidate) !== isHeld) continue;
      if (sameKind(candidate.interaction, holder.kind) && this.#fits(soFar, holder.method, candidate))
        yield candidate;
    }
  }

  /** A recording whose messages cannot be read fits no call; it is named when nothing else does. */
  #fits(soFar: CallSoFar, method: string, candidate: Candidate): boolean {
    try {
      return fits(soFar, candidate.interaction);
    } catch (error) {
      if (!CassetteError.is(error)) throw error;
      this.#shelf.noteBroken(method, error);
      return false;
    }
  }
}

function first<T>(items: Iterable<T>): T | undefined {
  for (const item of items) return item;
  return undefined;
}
