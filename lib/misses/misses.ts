import type { CassetteError } from '../errors.js';

/** A call that nothing recorded answered. Equal misses, such as those of a client that retries, are one with a count. */
export interface Miss {
  readonly error: CassetteError;
  /** How many calls missed alike. */
  readonly count: number;
}

/** The misses of a cassette, equal ones counted. */
export class Misses {
  readonly #tidyStack: (error: CassetteError) => void;
  readonly #byMessage = new Map<string, { readonly error: CassetteError; count: number }>();

  /** `tidyStack` leaves of an error's stack the program that made the call. */
  constructor(tidyStack: (error: CassetteError) => void) {
    this.#tidyStack = tidyStack;
  }

  get all(): readonly Miss[] {
    return [...this.#byMessage.values()];
  }

  /** Notes a miss and returns its error. */
  add(error: CassetteError): CassetteError {
    this.#tidyStack(error);
    const known = this.#byMessage.get(error.message);
    if (known === undefined) this.#byMessage.set(error.message, { error, count: 1 });
    else known.count += 1;
    return error;
  }
}
