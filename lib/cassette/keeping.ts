import type { Recorder } from '../record/recorder.js';
import type { Saving } from '../record/saving.js';

/** What becomes of what was recorded at the end: it goes into the cassette, or beside it. */
export type Outcome = 'committed' | 'set aside';

/** Where what is recorded belongs, and when it goes there: that depends on whether somebody closes the cassette. */
export class Keeping {
  readonly #saving: Saving;
  /** Whether the cassette is recorded anew, so that what it held is gone with the first commit. */
  readonly #isAnew: boolean;
  #isOwned = false;

  constructor(saving: Saving, isAnew: boolean) {
    this.#saving = saving;
    this.#isAnew = isAnew;
  }

  /** From here on somebody closes it: what is recorded is committed at its end, or set aside. */
  own(): void {
    this.#isOwned = true;
  }

  /** Whether what has ended is committed as soon as there is time, for many processes end without a word. */
  get isMeanwhile(): boolean {
    return !this.#isOwned;
  }

  /** Adds what has ended. There is nobody to throw at. */
  commitMeanwhile(recorder: Recorder): void {
    this.#saving.appendMeanwhile(recorder);
  }

  /** Throws a `CassetteError` (`write_failed`). */
  commit(recorder: Recorder): void {
    if (this.#isOwned && !recorder.hasAppended) this.#saving.commit(recorder);
    else this.#saving.finishAppending(recorder);
  }

  /** The recording is over. Throws a `CassetteError` (`write_failed`). */
  finish(recorder: Recorder, outcome: Outcome): void {
    if (outcome === 'committed') {
      this.commit(recorder);
      this.#saving.dropPrevious(recorder);
    } else if (recorder.aside.hasPrevious) {
      this.#saving.bringBack(recorder);
    } else {
      this.#saving.setAside(recorder);
    }
  }

  /** The process ends with an error, which may be that of what was recorded. Throws a `CassetteError` (`write_failed`). */
  finishBadly(recorder: Recorder): void {
    if (recorder.aside.hasPrevious) this.#saving.bringBack(recorder);
    else if (!this.#isOwned && this.#isAnew) this.#saving.setAside(recorder);
    else if (!this.#isOwned) this.#saving.finishAppending(recorder);
    this.#saving.tellJournaled(recorder);
    recorder.end();
  }

  /** The process ends, and what could not be written with it. */
  tellLost(recorder: Recorder): void {
    this.#saving.tellLost(recorder);
  }
}
