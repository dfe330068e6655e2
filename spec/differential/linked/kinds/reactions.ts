import { all, type Performance } from '../performance.js';

/** What events have set going and nobody waits for. */
export class Reactions {
  readonly #play: Performance;
  readonly #running: Promise<void>[] = [];

  constructor(play: Performance) {
    this.#play = play;
  }

  /** Thinks, then acts. */
  add(act: () => Promise<void>): void {
    const running = this.#play.think().then(act);
    running.catch(() => undefined);
    this.#running.push(running);
  }

  /** Resolves when all are done, those too that they have set going. Rejects where the program gave up. */
  async done(): Promise<void> {
    for (let count = -1; count < this.#running.length; ) {
      count = this.#running.length;
      await all(this.#running.map((running) => () => running));
    }
  }
}
