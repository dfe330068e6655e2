import { NO_BYTES } from '../messages/wire/wire-bytes.js';
import type { Redaction } from '../redact/redaction.js';
import type { redactedAgain } from './redact-again.js';
import type { Views } from './views.js';

/** What finishing takes: loaded with the first entry. */
export interface FinishingTools {
  readonly redactedAgain: typeof redactedAgain;
  /** Those of the messages; undefined where none are wanted. */
  readonly views: Views | undefined;
}

/** What becomes of a recorded entry's text when it is written into the cassette, and when it is looked at again there. */
export class Finishing {
  readonly #redaction: Redaction;
  readonly #findTools: () => FinishingTools;
  readonly #trouble: (error: unknown) => void;

  /**
   * `trouble` is told of an entry that must not be stored, for it cannot be told what of it must go.
   */
  constructor(redaction: Redaction, findTools: () => FinishingTools, trouble: (error: unknown) => void) {
    this.#trouble = trouble;
    this.#redaction = redaction;
    this.#findTools = findTools;
  }

  /** Whether more is known than when entries were written: then `again` may give other text. */
  get knowsMore(): boolean {
    return this.#redaction.knowsMore;
  }

  /**
   * A new entry; empty for one that must not be stored. One whose method is not known was recorded by another process, by
   * whatever rules.
   */
  entry(text: Uint8Array, method: string | undefined): Uint8Array {
    try {
      const mayHoldSecrets = this.knowsMore || method === undefined;
      const tools = this.#findTools();
      const left = mayHoldSecrets ? tools.redactedAgain(text, this.#redaction) : text;
      return tools.views?.addTo(left, method) ?? left;
    } catch (error) {
      this.#trouble(error);
      return NO_BYTES;
    }
  }

  /** All that was written was looked at by what is known now. */
  noteLookedAgain(): void {
    this.#redaction.noteLookedAgain();
  }

  /** One that was written before, by what is known now. */
  again(text: Uint8Array): Uint8Array {
    if (!this.knowsMore) return text;
    const tools = this.#findTools();
    const left = tools.redactedAgain(text, this.#redaction);
    return left === text ? text : (tools.views?.addTo(left) ?? left);
  }
}
