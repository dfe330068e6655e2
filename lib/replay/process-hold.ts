import { type Clock, LONGEST_WAIT } from '../model/surroundings.js';

/** How long what keeps no process alive, such as a timer that was unref'd, has to bring on a call that waits for its client. */
const GRACE = 1000;

/**
 * What keeps a process alive for the replayed calls of all its cassettes. A call that waits only for its client's cancel holds
 * it, as a live one does; but not beside a call that only its client can bring on: when nothing else can come, that one has to
 * be told, and the process would never come to an end.
 */
export class ProcessHold {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #holders = new Set<object>();
  readonly #stalled = new Set<object>();
  #letGo: (() => void) | undefined;
  #endGrace: (() => void) | undefined;
  #hasGivenTime = false;

  constructor(clock: Pick<Clock, 'after'>) {
    this.#clock = clock;
  }

  /** Whether calls of `holder` wait only for their cancel. */
  set(holder: object, holds: boolean): void {
    if (holds) this.#holders.add(holder);
    else this.#holders.delete(holder);
    this.#update();
  }

  /** A call waits for its client to send, or no longer. */
  setStalled(call: object, isStalled: boolean): void {
    if (isStalled) this.#stalled.add(call);
    else if (this.#stalled.size > 0 && this.#stalled.delete(call)) this.#hasGivenTime = false;
    else return;
    this.#update();
  }

  /**
   * Nothing is left that keeps the process alive: whether the stalled calls are given some time before they fail, for an open
   * call would have held the process but for them.
   */
  givesTime(): boolean {
    if (this.#hasGivenTime || this.#holders.size === 0 || this.#stalled.size === 0) {
      this.#hasGivenTime = false;
      return false;
    }
    this.#hasGivenTime = true;
    this.#endGrace = this.#clock.after(GRACE, () => undefined, true);
    return true;
  }

  #update(): void {
    if (this.#stalled.size === 0) {
      this.#endGrace?.();
      this.#endGrace = undefined;
    }
    if (this.#holders.size > 0 && this.#stalled.size === 0) {
      this.#letGo ??= this.#clock.after(LONGEST_WAIT, () => undefined, true);
    } else {
      this.#letGo?.();
      this.#letGo = undefined;
    }
  }
}
