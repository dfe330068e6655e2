/** A call that reached no server. */
export interface Unreached {
  readonly method: string;
  /** Where it was to go, as far as that is known. */
  readonly target: string | undefined;
}

/** Such a call, and its entry. */
interface HeldFailure extends Unreached {
  readonly start: number;
  readonly entry: Uint8Array;
}

/**
 * What becomes of calls that reached no server. An outage must not be replayed for ever: they are dropped, and told. With the
 * `keepFailures` option, those that stand between calls that did reach one are recorded.
 */
export class Failures {
  readonly #keeps: boolean;
  #hasReached = false;
  #held: HeldFailure[] = [];
  #dropped: Unreached[] = [];

  constructor(keeps: boolean) {
    this.#keeps = keeps;
  }

  /** Whether such a call may come to be recorded. */
  get mayKeep(): boolean {
    return this.#keeps && this.#hasReached;
  }

  drop({ method, target }: Unreached): void {
    this.#dropped.push({ method, target });
  }

  /** Keeps its entry until it is known whether any later call reaches a server. */
  hold(failure: HeldFailure): void {
    this.#held.push(failure);
  }

  /** A call has reached a server, or ends and did; returns what stands before that. */
  noteReached(): readonly HeldFailure[] {
    this.#hasReached = true;
    if (this.#held.length === 0) return this.#held;
    return this.#held.splice(0);
  }

  /** No call comes any more. */
  end(): void {
    for (const failure of this.#held.splice(0)) this.drop(failure);
  }

  /** Those that are not recorded, since this was last asked. */
  takeDropped(): readonly Unreached[] {
    return this.#dropped.splice(0);
  }
}
