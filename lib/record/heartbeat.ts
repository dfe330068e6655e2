import type { Clock } from '../model/surroundings.js';

/** How often the sign of a recording is made fresh, in milliseconds. */
const BEAT = 2000;
/** A recorder that has had no call for so long is no longer taken to be at work, in milliseconds. */
const IDLE = 30_000;

/** Shows that a recording goes on, also where no call ends for long. It holds no process. */
export class Heartbeat {
  readonly #clock: Pick<Clock, 'now' | 'after'>;
  readonly #beat: () => void;
  #lastUse = 0;
  #stopTimer: (() => void) | undefined;

  constructor(clock: Pick<Clock, 'now' | 'after'>, beat: () => void) {
    this.#clock = clock;
    this.#beat = beat;
  }

  /** The recorder is used. */
  note(): void {
    this.#lastUse = this.#clock.now();
    this.#stopTimer ??= this.#clock.after(BEAT, () => this.#onTimer(), false);
  }

  stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  #onTimer(): void {
    this.#stopTimer = undefined;
    if (this.#clock.now() - this.#lastUse > IDLE) return;
    this.#stopTimer = this.#clock.after(BEAT, () => this.#onTimer(), false);
    try {
      this.#beat();
    } catch {
      // Somebody has removed the sign: whoever opens the cassette then knows no better.
    }
  }
}
