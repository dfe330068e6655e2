import type { Group } from '../order/group.js';
import { NO_WILDCARDS, type Wildcards } from './marks.js';
import type { Recording } from './recording.js';
import { RequestIndex } from './request-index.js';

/** The key of a call's first request, where some of it does not count. */
export type KeyFor = (wildcards: Wildcards) => number;

/**
 * Recordings of one method by their first request, those in which something matches anything apart: they answer after
 * those that say all.
 */
export class MarkedIndex {
  readonly #unmarked: RequestIndex;
  /** One for each set of what matches anything: there are few. */
  readonly #marked: readonly { readonly wildcards: Wildcards; readonly index: RequestIndex }[];

  /** `recordings` are in recorded order; `keyOf` gives undefined where there is no request. */
  constructor(
    recordings: readonly Recording[],
    wildcardsOf: (recording: Recording) => Wildcards,
    keyOf: (recording: Recording, wildcards: Wildcards) => number | undefined,
  ) {
    const unmarked: Recording[] = [];
    const marked = new Map<string, { readonly wildcards: Wildcards; readonly recordings: Recording[] }>();
    for (const recording of recordings) {
      const wildcards = wildcardsOf(recording);
      if (wildcards === NO_WILDCARDS) unmarked.push(recording);
      else {
        const alike = marked.get(wildcards.key) ?? { wildcards, recordings: [] };
        marked.set(wildcards.key, alike);
        alike.recordings.push(recording);
      }
    }
    this.#unmarked = new RequestIndex(unmarked, (recording) => keyOf(recording, NO_WILDCARDS));
    this.#marked = [...marked.values()].map(({ wildcards, recordings: alike }) => ({
      wildcards,
      index: new RequestIndex(alike, (recording) => keyOf(recording, wildcards)),
    }));
  }

  /** The free ones that may have the call's first request, each kind in recorded order. */
  free(keyFor: KeyFor): Iterable<Recording> {
    const unmarked = this.#unmarked.free(keyFor(NO_WILDCARDS));
    return this.#marked.length === 0
      ? unmarked
      : this.#withMarked(unmarked, keyFor, (index, key) => index.free(key));
  }

  /** The first of them that `isFit` accepts. */
  findFree(keyFor: KeyFor, isFit: (recording: Recording) => boolean): Recording | undefined {
    if (this.#marked.length === 0) return this.#unmarked.findFree(keyFor(NO_WILDCARDS), isFit);
    for (const recording of this.free(keyFor)) if (isFit(recording)) return recording;
    return undefined;
  }

  /** Those of them that belong to a group. */
  freeOf(keyFor: KeyFor, group: Group): Iterable<Recording> {
    const unmarked = this.#unmarked.freeOf(keyFor(NO_WILDCARDS), group);
    return this.#marked.length === 0
      ? unmarked
      : this.#withMarked(unmarked, keyFor, (index, key) => index.freeOf(key, group));
  }

  /** All that may have it, in recorded order. */
  all(keyFor: KeyFor): readonly Recording[] {
    const unmarked = this.#unmarked.all(keyFor(NO_WILDCARDS));
    if (this.#marked.length === 0) return unmarked;
    const marked = this.#marked.flatMap(({ wildcards, index }) => index.all(keyFor(wildcards)));
    return [...unmarked, ...marked].sort((one, other) => one.position - other.position);
  }

  *#withMarked(
    unmarked: Iterable<Recording>,
    keyFor: KeyFor,
    find: (index: RequestIndex, key: number) => Iterable<Recording>,
  ): Iterable<Recording> {
    yield* unmarked;
    yield* inRecordedOrder(this.#marked.map(({ wildcards, index }) => find(index, keyFor(wildcards))));
  }
}

/** Several lists, each in recorded order, as one. */
function* inRecordedOrder(lists: readonly Iterable<Recording>[]): Iterable<Recording> {
  const iterators = lists.map((list) => list[Symbol.iterator]());
  const heads = iterators.map((iterator) => iterator.next());
  for (;;) {
    let first = -1;
    for (const [index, head] of heads.entries()) {
      const best = heads[first];
      if (head.done !== true && (best?.done !== false || head.value.position < best.value.position))
        first = index;
    }
    const head = heads[first];
    const iterator = iterators[first];
    if (head?.done !== false || iterator === undefined) return;
    yield head.value;
    heads[first] = iterator.next();
  }
}
