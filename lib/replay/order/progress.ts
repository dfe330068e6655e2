import { Heap } from './heap.js';
import { Starts } from './starts.js';

/** Whether the recording's event loop went round before an event: the numbers say so, say that it did not, or do not say. */
export type Round = 'passed' | 'none' | 'unknown';

/**
 * How far a group has come: what was played of it, and what its client did. The recorder leaves a number out before the first
 * event of a call after which a round of the event loop has passed since another call's last event, or since an act: where none
 * is left out, none has passed.
 */
export class Progress {
  #lastEvent = 0;
  /** Whose the last event was. */
  #lastCall: object | undefined;
  /** Whether it is known that the last event came in the same round as the act, or the other call's event, before it. */
  #isSameRound = false;
  #lastAct = 0;
  /** When the last of the events was recorded. */
  #lastWallMs = Number.NEGATIVE_INFINITY;
  /** Acts that stand before no event yet. */
  readonly #acts = new Heap<number>(isLess);
  readonly #starts = new Starts();

  /** The client did something; `wallMs`, of a start, where it is known when that was recorded. */
  noteAct(number: number, wallMs?: number): void {
    if (number > this.#lastEvent) this.#acts.add(number);
    if (wallMs !== undefined) this.#starts.add(number, wallMs);
  }

  /** Whether a round passed before the event `number`, which is `call`'s and comes next. */
  roundBefore(number: number, call: object): Round {
    this.#passActs(number);
    if (this.#isKnownSame(number, call)) return 'none';
    return Math.max(this.#lastEvent, this.#lastAct) < number - 1 ? 'passed' : 'unknown';
  }

  /** How long it came after what was before it, in milliseconds of the recording; or after its call's start. */
  gapBefore(number: number, wallMs: number, startedMs: number): number {
    return Math.max(0, wallMs - Math.max(startedMs, this.#lastWallMs, this.#starts.lastBefore(number)));
  }

  /** An event was played; `wallMs` where it is known when that was recorded. */
  noteEvent(number: number, call: object, wallMs: number = Number.NEGATIVE_INFINITY): void {
    this.#isSameRound = this.#isKnownSame(number, call);
    this.#lastEvent = Math.max(this.#lastEvent, number);
    this.#lastCall = call;
    this.#lastWallMs = Math.max(this.#lastWallMs, wallMs);
  }

  /** A single response and its status have the same number. */
  #isKnownSame(number: number, call: object): boolean {
    if (number === this.#lastEvent) return this.#isSameRound && call === this.#lastCall;
    if (this.#lastAct > this.#lastEvent) return number === this.#lastAct + 1;
    return number === this.#lastEvent + 1 && (call !== this.#lastCall || this.#isSameRound);
  }

  /** The acts before an event. */
  #passActs(number: number): void {
    for (let { first } = this.#acts; first !== undefined && first < number; { first } = this.#acts) {
      this.#acts.removeFirst();
      this.#lastAct = Math.max(this.#lastAct, first);
    }
  }
}

function isLess(a: number, b: number): boolean {
  return a < b;
}
