import { sleep } from '../../../support/time.js';

/** What a call is told, in order, each thing after a delay of its own. */
export class Outbox {
  readonly #drawDelay: () => number;
  #last: Promise<void> | undefined;

  constructor(drawDelay: () => number) {
    this.#drawDelay = drawDelay;
  }

  /** Without a delay, and with nothing to come before it, at once: then several calls are told in one turn. */
  send(tell: () => void): void {
    const ms = this.#drawDelay();
    if (ms === 0 && this.#last === undefined) {
      tell();
      return;
    }
    const sent = (this.#last ?? Promise.resolve()).then(() => sleep(ms)).then(tell);
    this.#last = sent;
    void sent.then(() => {
      if (this.#last === sent) this.#last = undefined;
    });
  }
}
