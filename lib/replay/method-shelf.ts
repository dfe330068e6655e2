import { CassetteError } from '../errors.js';
import type { Candidate } from './candidate.js';
import { FreeList, RequestIndex } from './request-index.js';

/** How the recordings of a method are found by their first request. */
export interface Indexing {
  /** The index is made anew when this is another object: more is known of what requests mean. */
  readonly meaning: object;
  /** Only recordings of this target, and those whose target is not known; undefined for all. */
  readonly target: string | undefined;
  keyOf(candidate: Candidate): number | undefined;
}

/**
 * The interactions of one method. They and their requests are read when the method is first called, so that one that
 * is broken is set apart before a call is compared with it.
 */
export class MethodShelf {
  readonly all: Candidate[] = [];
  /** Why the first of those cannot be read that are broken. */
  broken: CassetteError | undefined;
  #readable: FreeList | undefined;
  readonly #indexes = new Map<
    string | undefined,
    { readonly meaning: object; readonly index: RequestIndex }
  >();

  /** Those that can be read, in recorded order. */
  get readable(): readonly Candidate[] {
    return this.#list.items;
  }

  /** What no call has taken for good, in recorded order. */
  free(): Iterable<Candidate> {
    return this.#list.free();
  }

  index({ meaning, target, keyOf }: Indexing): RequestIndex {
    const known = this.#indexes.get(target);
    if (known !== undefined && known.meaning === meaning) return known.index;
    const index = new RequestIndex(
      this.readable.filter((candidate) => isOfTarget(candidate, target)),
      keyOf,
    );
    this.#indexes.set(target, { meaning, index });
    return index;
  }

  get #list(): FreeList {
    if (this.#readable !== undefined) return this.#readable;
    this.#readable = new FreeList();
    for (const candidate of this.all) if (this.#read(candidate)) this.#readable.items.push(candidate);
    return this.#readable;
  }

  #read(candidate: Candidate): boolean {
    try {
      const { requests } = candidate.interaction;
      for (let index = 1; index < requests.length; index += 1) requests.at(index);
      candidate.firstRequest;
      return true;
    } catch (error) {
      if (!CassetteError.is(error)) throw error;
      this.broken ??= error;
      return false;
    }
  }
}

/** Whether the recording may be of that server: it is, or it does not say. */
export function isOfTarget({ interaction }: Candidate, target: string | undefined): boolean {
  const recorded = interaction.call?.target;
  return target === undefined || recorded === undefined || recorded === target;
}
