import type { Played } from './call.js';

/**
 * The calls that have not ended, in no order. No `Set`: as calls come and go it is made anew again and again, and what was in one
 * that is thrown away lives on until the next full collection of garbage, for V8 has each of them point to the next.
 */
export class OpenCalls {
  readonly #calls: Played[] = [];

  get size(): number {
    return this.#calls.length;
  }

  has({ seat }: Played): boolean {
    return seat.index !== undefined;
  }

  add(played: Played): void {
    played.seat.index = this.#calls.length;
    this.#calls.push(played);
  }

  remove({ seat }: Played): void {
    const { index } = seat;
    if (index === undefined) return;
    seat.index = undefined;
    const last = this.#calls.pop();
    if (last === undefined || index === this.#calls.length) return;
    last.seat.index = index;
    this.#calls[index] = last;
  }

  /** In start order. */
  sorted(): readonly Played[] {
    return [...this.#calls].sort((a, b) => a.start - b.start);
  }
}
