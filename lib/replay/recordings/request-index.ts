import type { Group } from '../order/group.js';
import type { Recording } from './recording.js';

/** Recordings in recorded order, the free ones found without a look at those taken before them. */
export class FreeList {
  readonly items: Recording[] = [];
  /** Before it, all are taken. */
  #firstFree = 0;
  /** By group, made when it is first asked for: nothing is added after that. */
  #byGroup: ReadonlyMap<Group, FreeList> | undefined;

  *free(): Generator<Recording, undefined> {
    const { items } = this;
    for (let index = this.#passTaken(); index < items.length; index += 1) {
      const recording = items[index];
      if (recording?.isFree) yield recording;
    }
    return undefined;
  }

  /** The first of the free ones that `isFit` accepts. */
  findFree(isFit: (recording: Recording) => boolean): Recording | undefined {
    const { items } = this;
    for (let index = this.#passTaken(); index < items.length; index += 1) {
      const recording = items[index];
      if (recording?.isFree && isFit(recording)) return recording;
    }
    return undefined;
  }

  #passTaken(): number {
    while (this.items[this.#firstFree]?.isFree === false) this.#firstFree += 1;
    return this.#firstFree;
  }

  /** Those of a group. */
  *freeOf(group: Group): Generator<Recording, undefined> {
    this.#byGroup ??= divide(this.items);
    const list = this.#byGroup.get(group);
    if (list !== undefined) yield* list.free();
    return undefined;
  }
}

function divide(recordings: readonly Recording[]): ReadonlyMap<Group, FreeList> {
  const lists = new Map<Group, FreeList>();
  for (const recording of recordings) {
    const group = recording.place?.group;
    if (group === undefined) continue;
    const list = lists.get(group) ?? new FreeList();
    lists.set(group, list);
    list.items.push(recording);
  }
  return lists;
}

/** Recordings of one method by a key of their first request. Equal keys still have to be compared. */
export class RequestIndex {
  readonly #byKey = new Map<number, FreeList>();
  /** Recordings of calls that ended before they sent anything: a stream may have said more since. */
  readonly #silent = new FreeList();

  /** `recordings` are in recorded order; `keyOf` gives undefined where there is no request. */
  constructor(recordings: Iterable<Recording>, keyOf: (recording: Recording) => number | undefined) {
    for (const recording of recordings) {
      const key = keyOf(recording);
      (key === undefined ? this.#silent : this.#listOf(key)).items.push(recording);
    }
  }

  /** The free ones that may have the first request of that key, in recorded order. */
  free(key: number): Iterable<Recording> {
    const alike = this.#byKey.get(key);
    if (alike === undefined) return this.#silent.free();
    return this.#silent.items.length === 0 ? alike.free() : inOrder(alike.free(), this.#silent.free());
  }

  /** The first of them that `isFit` accepts. */
  findFree(key: number, isFit: (recording: Recording) => boolean): Recording | undefined {
    const alike = this.#byKey.get(key);
    if (alike !== undefined && this.#silent.items.length === 0) return alike.findFree(isFit);
    for (const recording of this.free(key)) if (isFit(recording)) return recording;
    return undefined;
  }

  /** Those of them that belong to a group. */
  freeOf(key: number, group: Group): Iterable<Recording> {
    const alike = this.#byKey.get(key)?.freeOf(group);
    if (alike === undefined) return this.#silent.freeOf(group);
    return this.#silent.items.length === 0 ? alike : inOrder(alike, this.#silent.freeOf(group));
  }

  /** All that may have the first request of that key, in recorded order. */
  all(key: number): readonly Recording[] {
    const alike = this.#byKey.get(key)?.items ?? [];
    if (this.#silent.items.length === 0) return alike;
    return [...alike, ...this.#silent.items].sort((one, other) => one.position - other.position);
  }

  #listOf(key: number): FreeList {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const created = new FreeList();
    this.#byKey.set(key, created);
    return created;
  }
}

/** Two lists in recorded order as one. */
function* inOrder(
  one: Generator<Recording, undefined>,
  other: Generator<Recording, undefined>,
): Generator<Recording> {
  let [left, right] = [one.next(), other.next()];
  while (left.value !== undefined || right.value !== undefined) {
    if (
      right.value === undefined ||
      (left.value?.position ?? Number.POSITIVE_INFINITY) < right.value.position
    ) {
      yield left.value as Recording;
      left = one.next();
    } else {
      yield right.value;
      right = other.next();
    }
  }
}
