import type { Clock, Warn } from '../model/surroundings.js';

/** A call that may wait for its client. */
interface Waiting {
  /** What the call is waiting for, for a person. */
  describeWait(): string;
}

/** A call that waits for its client is told about after this many milliseconds. */
export const TELL_AFTER = 1500;

/** Tells, once, of a call that has long been waiting for a client which does not send. */
export class StallWatch<T extends Waiting> {
  readonly #clock: Clock;
  readonly #warn: Warn;
  /** Since when each call waits, in the clock's time; the first has waited for longest. */
  readonly #since = new Map<T, number>();
  #stopTimer: (() => void) | undefined;
  #hasTold = false;

  constructor(clock: Clock, warn: Warn) {
    this.#clock = clock;
    this.#warn = warn;
  }

  /** The call waits, from now on or still. */
  begin(call: T): void {
    if (this.#hasTold || this.#since.has(call)) return;
    this.#since.set(call, this.#clock.now());
    this.#stopTimer ??= this.#clock.after(TELL_AFTER, () => this.#look(), false);
  }

  /** The call goes on, or is over. */
  end(call: T): void {
    if (this.#since.size === 0 || !this.#since.delete(call) || this.#since.size > 0) return;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  #look(): void {
    this.#stopTimer = undefined;
    const [longest] = this.#since;
    if (longest === undefined) return;
    const [call, since] = longest;
    const left = since + TELL_AFTER - this.#clock.now();
    if (left > 0) {
      this.#stopTimer = this.#clock.after(left, () => this.#look(), false);
      return;
    }
    this.#hasTold = true;
    this.#since.clear();
    this.#warn(call.describeWait());
  }
}
