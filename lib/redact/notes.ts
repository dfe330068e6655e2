import type { Direction } from '../model/kind.js';
import { countOf } from '../model/text/count-of.js';
import { someOf } from '../model/text/printable.js';

/** How many places are named. */
const MOST_NAMED = 5;

/** What looks like a secret and is stored as it is. */
interface TokenNote {
  readonly kind: string;
  readonly method: string;
  readonly direction: Direction;
  /** Such as `field 5.3`, `metadata x-trace`. */
  readonly place: string;
}

/** A call whose requests lost something. */
interface MarkedCall {
  readonly method: string;
  readonly start: number;
  /** A key of what its requests said. */
  readonly said: number;
  /** A key of what they say without what was taken out. */
  readonly left: number;
}

/** What a person is to be told of secrets in what was recorded, never what they are; each once. */
export class Notes {
  readonly #tokens = new Set<string>();
  readonly #named = new Set<string>();
  readonly #twins = new Set<string>();
  readonly #marked = new Map<string, MarkedCall>();
  readonly #told = new Set<string>();

  addToken({ kind, method, direction, place }: TokenNote): void {
    this.#tokens.add(`${kind} in a ${direction} of ${method} (${place})`);
  }

  /** A field that is named like a secret. */
  addNamed(method: string, direction: Direction, path: string): void {
    this.#named.add(`${path} in a ${direction} of ${method}`);
  }

  addMarked(call: MarkedCall): void {
    const key = `${call.left} ${call.method}`;
    const before = this.#marked.get(key);
    if (before === undefined) this.#marked.set(key, call);
    else if (before.said !== call.said)
      this.#twins.add(`calls ${before.start} and ${call.start} of ${call.method}`);
  }

  /** The warnings that were not taken yet. */
  take(): readonly string[] {
    return [
      ...this.#newOf(
        this.#tokens,
        (places, named) =>
          `${countOf(places, 'place')} ${places === 1 ? 'holds' : 'hold'} what looks like a secret: ${named}. Name ${places === 1 ? 'it' : 'them'} in redact.fields, redact.metadata or redact.values, and record again.`,
      ),
      ...this.#newOf(
        this.#named,
        (places, named) =>
          `${countOf(places, 'field')} ${places === 1 ? 'is' : 'are'} named like secrets, and stored as ${places === 1 ? 'it is' : 'they are'}, though no view shows ${places === 1 ? 'it' : 'them'}: ${named}. Name ${places === 1 ? 'it' : 'them'} in redact.fields and record again, or in redact.keep.`,
      ),
      ...this.#newOf(
        this.#twins,
        (_, named) => `${named} differ only in what was redacted. A replay answers them in recorded order.`,
      ),
    ];
  }

  #newOf(notes: ReadonlySet<string>, describe: (count: number, named: string) => string): readonly string[] {
    const untold = [...notes].filter((note) => !this.#told.has(note));
    for (const note of untold) this.#told.add(note);
    return untold.length === 0 ? [] : [describe(untold.length, someOf(untold, MOST_NAMED).join(', '))];
  }
}
