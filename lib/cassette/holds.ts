import type { Interaction } from '../model/interaction.js';
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
    const better = this.#fitting(holder, new Set()).some(
      (candidate) => !this.#heldBy.has(candidate) && isExact(holder.soFar, candidate.interaction),
    );
    if (better) this.assign(holder);
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

  #find(holder: Holder, seen: Set<Candidate>, moves: Map<Holder, Candidate>): boolean {
    const fitting = this.#fitting(holder, seen);
    // A free recording first: nobody is moved without need.
    const free = fitting.find((candidate) => !this.#heldBy.has(candidate));
    if (free !== undefined) {
      seen.add(free);
      moves.set(holder, free);
      return true;
    }
    for (const candidate of fitting) {
      if (seen.has(candidate)) continue;
      seen.add(candidate);
      const other = this.#heldBy.get(candidate);
      if (other === undefined || !this.#find(other, seen, moves)) continue;
      moves.set(holder, candidate);
      return true;
    }
    return false;
  }

  /** What may answer the call, in recorded order; recordings that ended before they held all it has said come last. */
  #fitting(holder: Holder, seen: ReadonlySet<Candidate>): readonly Candidate[] {
    const fitting = this.#shelf
      .ofMethod(holder.method)
      .filter((candidate) => mayHold(holder, candidate, seen));
    const { soFar } = holder;
    return [
      ...fitting.filter(({ interaction }) => isExact(soFar, interaction)),
      ...fitting.filter(({ interaction }) => !isExact(soFar, interaction)),
    ];
  }
}

/** Whether the call may be answered with the recording, unless another call holds it. */
function mayHold(holder: Holder, candidate: Candidate, seen: ReadonlySet<Candidate>): boolean {
  if (!candidate.isFree || seen.has(candidate)) return false;
  const interaction: Interaction = candidate.interaction;
  return sameKind(interaction, holder.kind) && fits(holder.soFar, interaction);
}
