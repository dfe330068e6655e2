import type { Clock } from '../model/surroundings.js';

/** A call with one request and one response that started so lately is about to end, in milliseconds. */
const SOON = 2;
/** The same as a multiple of what the last commit took: beside such calls no more of the time than one part in so many goes into commits. */
const SHARE = 20;
/** No commit is put off for longer, in milliseconds. */
const LONGEST = 100;

/** When to commit what nobody closes: as soon as there is time for it, but not before each of many calls in turn. */
export class CommitPace {
  readonly #clock: Pick<Clock, 'now' | 'after'>;
  readonly #again: () => void;
  /** Since when there has been something to commit. */
  #since: number | undefined;
  #soon = SOON;
  #isTimerSet = false;

  /** `again` is called when `isTime` should be asked anew. */
  constructor(clock: Pick<Clock, 'now' | 'after'>, again: () => void) {
    this.#clock = clock;
    this.#again = again;
  }

  /** Asked when there is something to commit. `hasStartedSince`: whether a call is open of one request and response that started later. */
  isTime(hasStartedSince: (time: number) => boolean): boolean {
    const now = this.#clock.now();
    this.#since ??= now;
    if (now - this.#since < LONGEST && hasStartedSince(now - this.#soon)) {
      this.#askAgain();
      return false;
    }
    this.#since = undefined;
    return true;
  }

  /** A commit took so long, in milliseconds. */
  noteCommit(ms: number): void {
    this.#soon = Math.min(Math.max(SOON, SHARE * ms), LONGEST);
  }

  #askAgain(): void {
    if (this.#isTimerSet) return;
    this.#isTimerSet = true;
    const onTimer = (): void => {
      this.#isTimerSet = false;
      this.#again();
    };
    this.#clock.after(this.#soon, onTimer, false);
  }
}
