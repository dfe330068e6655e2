import type { Clock } from '../model/surroundings.js';

/** Tells when the event loop has gone round and nothing happened meanwhile. */
export class QuietRounds {
  readonly #clock: Pick<Clock, 'nextRound'>;
  readonly #onQuiet: () => void;
  readonly #onRound = (): void => this.#round();
  /** How often something has happened, and how often it had when the round that is coming was asked for. */
  #happened = 0;
  #seen = 0;
  #roundIsComing = false;

  /** `onQuiet` is called at the end of each first quiet round. */
  constructor(clock: Pick<Clock, 'nextRound'>, onQuiet: () => void) {
    this.#clock = clock;
    this.#onQuiet = onQuiet;
  }

  /** Whether a whole round has gone by since something happened. */
  get isQuiet(): boolean {
    return !this.#roundIsComing;
  }

  /** Something happens that puts off what is under way, and is followed by something that is noted. */
  disturb(): void {
    this.#happened += 1;
  }

  /** Something happens. */
  note(): void {
    this.#happened += 1;
    if (!this.#roundIsComing) this.#waitForRound();
  }

  #waitForRound(): void {
    this.#roundIsComing = true;
    this.#seen = this.#happened;
    this.#clock.nextRound(this.#onRound);
  }

  #round(): void {
    this.#roundIsComing = false;
    if (this.#seen === this.#happened) this.#onQuiet();
    else this.#waitForRound();
  }
}
