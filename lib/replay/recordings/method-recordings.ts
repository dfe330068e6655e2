import { CassetteError } from '../../errors.js';
import type { Group } from '../order/group.js';
import { MarkedIndex } from './marked-index.js';
import type { Wildcards } from './marks.js';
import type { Recording } from './recording.js';
import { FreeList } from './request-index.js';

/** How the recordings of a method are found by their first request. */
export interface Indexing {
  /** The index is made anew when this is another object: more is known of what requests mean. */
  readonly meaning: object;
  /** Only recordings of this target, and those whose target is not known; undefined for all. */
  readonly target: string | undefined;
  /** What in the recording matches anything. */
  wildcardsOf(recording: Recording): Wildcards;
  keyOf(recording: Recording, wildcards: Wildcards): number | undefined;
}

/**
 * The interactions of one method. They and their requests are read when the method is first called, so that one that
 * is broken is set apart before a call is compared with it.
 */
export class MethodRecordings {
  readonly all: Recording[] = [];
  /** Why the first of those cannot be read that are broken. */
  broken: CassetteError | undefined;
  #readable: FreeList | undefined;
  readonly #indexes = new Map<
    string | undefined,
    { readonly meaning: object; readonly index: MarkedIndex }
  >();

  /** Those that can be read, in recorded order. */
  get readable(): readonly Recording[] {
    return this.#list.items;
  }

  /** What no call has taken for good, in recorded order. */
  free(): Iterable<Recording> {
    return this.#list.free();
  }

  /** Those of them that belong to a group. */
  freeOf(group: Group): Iterable<Recording> {
    return this.#list.freeOf(group);
  }

  index({ meaning, target, keyOf, wildcardsOf }: Indexing): MarkedIndex {
    const known = this.#indexes.get(target);
    if (known !== undefined && known.meaning === meaning) return known.index;
    const recordings = this.readable.filter((recording) => isOfTarget(recording, target));
    const index = new MarkedIndex(recordings, wildcardsOf, keyOf);
    this.#indexes.set(target, { meaning, index });
    return index;
  }

  get #list(): FreeList {
    if (this.#readable !== undefined) return this.#readable;
    this.#readable = new FreeList();
    for (const recording of this.all) if (this.#read(recording)) this.#readable.items.push(recording);
    return this.#readable;
  }

  #read(recording: Recording): boolean {
    try {
      recording.assertReadable();
      return true;
    } catch (error) {
      if (!CassetteError.is(error)) throw error;
      this.broken ??= error;
      return false;
    }
  }
}

/** Whether the recording may be of that server: it is, or it does not say. */
export function isOfTarget({ interaction }: Recording, target: string | undefined): boolean {
  const recorded = interaction.call?.target;
  return target === undefined || recorded === undefined || recorded === target;
}
