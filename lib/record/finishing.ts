import type { Redaction } from '../redact/redaction.js';
import { redactedAgain } from './redact-again.js';
import type { Views } from './views.js';

/** What becomes of a recorded entry's text when it is written into the cassette, and when it is looked at again there. */
export class Finishing {
  readonly #redaction: Redaction;
  readonly #views: Views | undefined;

  /** `views` are those of the messages; undefined where none are wanted. */
  constructor(redaction: Redaction, views: Views | undefined) {
    this.#redaction = redaction;
    this.#views = views;
  }

  /** Whether more is known than when entries were written: then `again` may give other text. */
  get knowsMore(): boolean {
    return this.#redaction.knowsMore;
  }

  /** A new entry. One whose method is not known was recorded by another process, by whatever rules. */
  entry(text: Uint8Array, method: string | undefined): Uint8Array {
    const mayHoldSecrets = this.knowsMore || method === undefined;
    const left = mayHoldSecrets ? redactedAgain(text, this.#redaction) : text;
    return this.#views?.addTo(left, method) ?? left;
  }

  /** One that was written before, by what is known now. */
  again(text: Uint8Array): Uint8Array {
    const left = this.knowsMore ? redactedAgain(text, this.#redaction) : text;
    return left === text ? text : (this.#views?.addTo(left) ?? left);
  }
}
