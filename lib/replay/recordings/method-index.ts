import type { Group } from '../order/group.js';
import { FreeList } from './free-list.js';
import { inRecordedOrder } from './in-order.js';
import { NO_WILDCARDS, type Wildcards } from './marks.js';
import type { Recording } from './recording.js';
import { type Keyed, RequestIndex } from './request-index.js';
import type { Shelf } from './shelf.js';

/** By what the recordings of a call's first request are found. */
export interface Asked {
  /** The key of its bytes. */
  readonly bytes: number;
  /** The same for all orders of them. */
  readonly unordered: number;
  /** The key of what it means, some of it left out that does not count. */
  meaning(wildcards: Wildcards): number;
}

/** Recordings in which the same things match anything. */
export interface Marked {
  readonly wildcards: Wildcards;
  readonly positions: readonly number[];
  readonly silent: readonly number[];
}

/** Recordings of one method, sorted by what is known of their first requests. */
export interface Sorted {
  /** Those that say all, by their bytes. */
  readonly unmarked: Keyed;
  /** Those of them that ended before they sent anything: a stream may have said more since. */
  readonly silent: readonly number[];
  /** Those in which something matches anything, and those of them that sent nothing. */
  readonly marked: readonly Marked[];
  /** The key of what a request means, without what matches anything in it. */
  meaningOf(position: number, wildcards: Wildcards): number;
  /** The keys of `unmarked` for all orders of their bytes, where requests that mean the same share them. */
  readonly unordered: ArrayLike<number> | undefined;
}

/** What an index is made of. */
export interface ToIndex {
  /** Those of a key among the `unmarked`, found by a look at each; undefined where the file's index does not tell the keys of all. */
  findEqual: ((key: number) => Keyed) | undefined;
  sort(): Sorted;
}

/** So many keys are looked for by a look at each recording, before all are sorted: often a cassette is opened for a few calls. */
const MOST_LOOKS = 16;

interface IndexOfMarked {
  readonly wildcards: Wildcards;
  readonly index: RequestIndex;
  readonly silent: FreeList | undefined;
}

/** Those of one kind of marks, by what they mean. */
interface Alike {
  readonly index: RequestIndex;
  readonly key: number;
  readonly silent: FreeList | undefined;
}

/**
 * Recordings of one method by their first request. Those with equal bytes go before those that mean the same, and those that say all
 * before those in which something matches anything. Few are looked at: what requests mean is asked only when none has equal bytes.
 */
export class MethodIndex {
  readonly #shelf: Shelf;
  readonly #toIndex: ToIndex;
  #sorted: Sorted | undefined;
  /** Those with equal bytes. */
  #equal: RequestIndex | undefined;
  /** The same of one key each, as long as few were asked for. */
  readonly #looked = new Map<number, RequestIndex>();
  #silent: FreeList | undefined;
  /** Those in which something matches anything, by what they mean without it; made when none else answers. */
  #marked: readonly IndexOfMarked[] | undefined;
  #byMeaning: RequestIndex | undefined;
  #byUnordered: RequestIndex | undefined;
  /** By meaning, those that share the key of all orders. */
  readonly #divided = new Map<number, RequestIndex>();

  constructor(shelf: Shelf, toIndex: ToIndex) {
    this.#shelf = shelf;
    this.#toIndex = toIndex;
  }

  /** The free ones that may have the call's first request, those of `groups` first; some come more than once. */
  *free(asked: Asked, groups: Iterable<Group>): Iterable<Recording> {
    for (const group of groups) yield* this.#equalTo(asked.bytes).freeOf(asked.bytes, group);
    yield* this.#equalTo(asked.bytes).free(asked.bytes);
    for (const group of groups) yield* this.#alikeOf(asked, group);
    yield* this.#freeAlike(asked);
  }

  /** The first of them that `isFit` accepts: without what it costs to go on after that. */
  findFree(
    asked: Asked,
    groups: ReadonlySet<Group>,
    isFit: (recording: Recording) => boolean,
  ): Recording | undefined {
    const equal = this.#findFreeEqual(asked.bytes, groups, isFit);
    if (equal !== undefined) return equal;
    for (const group of groups)
      for (const recording of this.#alikeOf(asked, group)) if (isFit(recording)) return recording;
    for (const recording of this.#freeAlike(asked)) if (isFit(recording)) return recording;
    return undefined;
  }

  #findFreeEqual(
    key: number,
    groups: ReadonlySet<Group>,
    isFit: (recording: Recording) => boolean,
  ): Recording | undefined {
    const index = this.#equalTo(key);
    if (groups.size > 0 && index.hasSeveral(key))
      for (const group of groups)
        for (const recording of index.freeOf(key, group)) if (isFit(recording)) return recording;
    return index.findFree(key, isFit);
  }

  /** All that may have it, in recorded order. */
  all(asked: Asked): readonly Recording[] {
    const alike = [...this.#unmarked(asked), ...this.#alikeMarked(asked)];
    const found = alike.flatMap(({ index, key, silent }) => [...index.all(key), ...(silent?.all() ?? [])]);
    return found.sort((one, other) => one.position - other.position);
  }

  /** The last of all with equal bytes that `isFit` accepts. */
  findLastEqual(asked: Asked, isFit: (recording: Recording) => boolean): Recording | undefined {
    return this.#equalTo(asked.bytes).findLast(asked.bytes, isFit);
  }

  /** Asks of all what they mean. */
  compareAll(): void {
    this.#byMeaning ??= this.#indexMeanings(this.#all.unmarked.positions);
  }

  get #all(): Sorted {
    if (this.#sorted !== undefined) return this.#sorted;
    this.#sorted = this.#toIndex.sort();
    this.#silent = this.#listOf(this.#sorted.silent);
    return this.#sorted;
  }

  #equalTo(key: number): RequestIndex {
    return this.#equal ?? this.#looked.get(key) ?? this.#look(key);
  }

  #look(key: number): RequestIndex {
    const { findEqual } = this.#toIndex;
    if (findEqual === undefined || this.#looked.size === MOST_LOOKS) {
      this.#equal = new RequestIndex(this.#shelf, this.#all.unmarked);
      this.#looked.clear();
      return this.#equal;
    }
    const found = new RequestIndex(this.#shelf, findEqual(key));
    this.#looked.set(key, found);
    return found;
  }

  *#alikeOf(asked: Asked, group: Group): Iterable<Recording> {
    for (const { index, key, silent } of this.#unmarked(asked))
      yield* merged(index.freeOf(key, group), silent?.freeOf(group));
    const marked = this.#alikeMarked(asked);
    yield* inRecordedOrder(
      marked.map(({ index, key, silent }) => merged(index.freeOf(key, group), silent?.freeOf(group))),
    );
  }

  *#freeAlike(asked: Asked): Iterable<Recording> {
    for (const { index, key, silent } of this.#unmarked(asked))
      yield* merged(index.free(key), silent?.free());
    if (this.#all.marked.length === 0) return;
    const marked = this.#alikeMarked(asked);
    yield* inRecordedOrder(marked.map(({ index, key, silent }) => merged(index.free(key), silent?.free())));
  }

  /** Those that say all and mean the same. */
  #unmarked(asked: Asked): readonly Alike[] {
    const { unordered } = this.#all;
    const index = unordered === undefined ? this.#allByMeaning : this.#reordered(asked);
    return [{ index, key: asked.meaning(NO_WILDCARDS), silent: this.#silent }];
  }

  #alikeMarked(asked: Asked): readonly Alike[] {
    this.#marked ??= this.#indexMarked();
    return this.#marked.map(({ wildcards, index, silent }) => ({
      index,
      key: asked.meaning(wildcards),
      silent,
    }));
  }

  get #allByMeaning(): RequestIndex {
    this.compareAll();
    return this.#byMeaning as RequestIndex;
  }

  /** Of requests that mean the same in another order of bytes, those alone are asked that have the same ones. */
  #reordered({ unordered }: Asked): RequestIndex {
    const known = this.#divided.get(unordered);
    if (known !== undefined) return known;
    const { unmarked, unordered: keys = [] } = this.#all;
    this.#byUnordered ??= new RequestIndex(this.#shelf, { positions: unmarked.positions, keys });
    const made = this.#indexMeanings(this.#byUnordered.positions(unordered));
    this.#divided.set(unordered, made);
    return made;
  }

  #indexMarked(): readonly IndexOfMarked[] {
    return this.#all.marked.map(({ wildcards, positions, silent }) => ({
      wildcards,
      index: this.#indexMeanings(positions, wildcards),
      silent: this.#listOf(silent),
    }));
  }

  #indexMeanings(positions: ArrayLike<number>, wildcards: Wildcards = NO_WILDCARDS): RequestIndex {
    const keys = Int32Array.from(positions, (position) => this.#all.meaningOf(position, wildcards));
    return new RequestIndex(this.#shelf, { positions, keys });
  }

  #listOf(positions: readonly number[]): FreeList | undefined {
    return positions.length === 0 ? undefined : new FreeList(this.#shelf, positions);
  }
}

function merged(one: Iterable<Recording>, other: Iterable<Recording> | undefined): Iterable<Recording> {
  return other === undefined ? one : inRecordedOrder([one, other]);
}
