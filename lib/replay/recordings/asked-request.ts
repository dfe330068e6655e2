import type { IgnoringMeaning } from '../../messages/paths/ignored-fields.js';
import { NO_BYTES } from '../../messages/wire/wire-bytes.js';
import { hashOf, unorderedHashOf } from '../../model/hash.js';
import { keepShape } from '../../model/keep-shape.js';
import { NO_WILDCARDS, type Wildcards } from './marks.js';
import type { Asked } from './method-index.js';

/** The first request of a call, as far as recordings are found by it. */
export class AskedRequest implements Asked {
  readonly bytes: number;
  readonly #request: Uint8Array;
  readonly #meaning: IgnoringMeaning;
  readonly #startOf: (wildcards: Wildcards) => number | undefined;

  /** `startOf`: where its key starts, where more than the request decides. */
  constructor(
    request: Uint8Array,
    meaning: IgnoringMeaning,
    startOf: (wildcards: Wildcards) => number | undefined,
  ) {
    this.#request = request;
    this.#meaning = meaning;
    this.#startOf = startOf;
    this.bytes = hashOf(request, startOf(NO_WILDCARDS));
  }

  get unordered(): number {
    return unorderedHashOf(this.#request);
  }

  meaning(wildcards: Wildcards): number {
    return hashOf(canonical(this.#meaning, this.#request, wildcards), this.#startOf(wildcards));
  }
}

/** What counts of a request in one form, what matches anything left out. */
export function canonical(meaning: IgnoringMeaning, request: Uint8Array, { paths }: Wildcards): Uint8Array {
  if (paths.length === 0) return meaning.canonical(request);
  return paths.includes('') ? NO_BYTES : meaning.without(paths).canonical(request);
}

keepShape(new AskedRequest(NO_BYTES, {} as IgnoringMeaning, () => undefined));
