import { hashOf, unorderedHashOf } from '../../model/hash.js';
import { NO_MARKS } from '../../model/redaction-mark.js';
import { NO_WILDCARDS, type Wildcards, wildcardsOf } from './marks.js';
import type { Sorted } from './method-index.js';
import type { Recording } from './recording.js';
import type { Shelf } from './shelf.js';

/** How the recordings of a method are found by their first request. */
export interface Indexing {
  /** The index is made anew when this is another object: more is known of what requests mean. */
  readonly meaning: object;
  /** Only recordings of this target, and those whose target is not known; undefined for all. */
  readonly target: string | undefined;
  /** Whether more than its request decides which recording is found, so that each has to be read. */
  readonly readsAll: boolean;
  /** Whether requests that mean the same are of the same bytes in another order. */
  readonly onlyReorders: boolean;
  /** Whether each request has to be asked at once what it means. */
  readonly comparesAll: boolean;
  /** The keys of its metadata of which a recording says that any value will do. */
  anyMetadata(recording: Recording): readonly string[];
  /** Where the key of a request starts, where more than the request decides. */
  startOf(recording: Recording, wildcards: Wildcards): number | undefined;
  /** What counts of a request, in one form for all that mean the same. */
  canonical(request: Uint8Array, wildcards: Wildcards): Uint8Array;
}

interface Alike {
  readonly wildcards: Wildcards;
  readonly positions: number[];
  readonly silent: number[];
}

/** Sorts the recordings at `positions` by their first requests, reading only those of which the file's index does not tell it. */
export function sortRequests(shelf: Shelf, positions: ArrayLike<number>, indexing: Indexing): Sorted {
  return new Sorting(shelf, indexing, positions.length).sort(positions);
}

class Sorting {
  readonly #shelf: Shelf;
  readonly #indexing: Indexing;
  /** Those that say all, as many as `#count`. */
  readonly #positions: Uint32Array;
  readonly #keys: Int32Array;
  readonly #unordered: Int32Array;
  #count = 0;
  readonly #silent: number[] = [];
  readonly #marked = new Map<string, Alike>();

  constructor(shelf: Shelf, indexing: Indexing, most: number) {
    this.#shelf = shelf;
    this.#indexing = indexing;
    this.#positions = new Uint32Array(most);
    this.#keys = new Int32Array(most);
    this.#unordered = new Int32Array(indexing.onlyReorders ? most : 0);
  }

  sort(positions: ArrayLike<number>): Sorted {
    for (let index = 0; index < positions.length; index += 1) {
      const position = positions[index] as number;
      if (!this.#addKnown(position)) this.#addRead(position);
    }
    const { onlyReorders } = this.#indexing;
    return {
      unmarked: {
        positions: this.#positions.subarray(0, this.#count),
        keys: this.#keys.subarray(0, this.#count),
      },
      unordered: onlyReorders ? this.#unordered.subarray(0, this.#count) : undefined,
      silent: this.#silent,
      marked: [...this.#marked.values()],
      meaningOf: (position, wildcards) => this.#meaningOf(position, wildcards),
    };
  }

  /** By what the index tells, where that is enough. */
  #addKnown(position: number): boolean {
    const shelf = this.#shelf;
    const { readsAll, target } = this.#indexing;
    if (readsAll || !shelf.knows(position)) return false;
    if (target !== undefined && !mayBe(shelf.targetOf(position), target)) return true;
    if (shelf.isMarked(position)) return this.#addKnownMarked(position);
    this.#addUnmarked(position, shelf.keyOf(position), shelf.unorderedKeyOf(position));
    return true;
  }

  #addKnownMarked(position: number): boolean {
    const marks = this.#shelf.findMarks(position);
    if (marks === undefined) return false;
    const wildcards = wildcardsOf(marks, []);
    if (wildcards !== NO_WILDCARDS) this.#alikeOf(wildcards).positions.push(position);
    else this.#addUnmarked(position, this.#shelf.keyOf(position), this.#shelf.unorderedKeyOf(position));
    return true;
  }

  #addRead(position: number): void {
    const recording = this.#shelf.findReadable(position);
    if (!mayBe(recording?.interaction.call?.target, this.#indexing.target)) return;
    if (recording === undefined) return;
    const { interaction, firstRequest } = recording;
    const marks = interaction.call?.redacted ?? NO_MARKS;
    const wildcards = wildcardsOf(marks, this.#indexing.anyMetadata(recording));
    this.#addRequest(position, firstRequest, wildcards, this.#indexing.startOf(recording, wildcards));
  }

  #addRequest(
    position: number,
    request: Uint8Array | undefined,
    wildcards: Wildcards,
    start: number | undefined,
  ): void {
    const silent = wildcards === NO_WILDCARDS ? this.#silent : this.#alikeOf(wildcards).silent;
    if (request === undefined) silent.push(position);
    else if (wildcards !== NO_WILDCARDS) this.#alikeOf(wildcards).positions.push(position);
    else {
      const unordered = this.#indexing.onlyReorders ? unorderedHashOf(request) : 0;
      this.#addUnmarked(position, hashOf(request, start), unordered);
    }
  }

  #addUnmarked(position: number, key: number, unordered: number): void {
    const at = this.#count;
    this.#positions[at] = position;
    this.#keys[at] = key;
    if (this.#indexing.onlyReorders) this.#unordered[at] = unordered;
    this.#count = at + 1;
  }

  #alikeOf(wildcards: Wildcards): Alike {
    const alike = this.#marked.get(wildcards.key) ?? { wildcards, positions: [], silent: [] };
    this.#marked.set(wildcards.key, alike);
    return alike;
  }

  #meaningOf(position: number, wildcards: Wildcards): number {
    const { readsAll } = this.#indexing;
    const known = readsAll || !this.#shelf.knows(position) ? undefined : this.#shelf.requestOf(position);
    if (known !== undefined) return this.#keyOf(known, wildcards, undefined);
    const recording = this.#shelf.at(position);
    const start = this.#indexing.startOf(recording, wildcards);
    return this.#keyOf(recording.firstRequest ?? NO_BYTES, wildcards, start);
  }

  #keyOf(request: Uint8Array, wildcards: Wildcards, start: number | undefined): number {
    return hashOf(this.#indexing.canonical(request, wildcards), start);
  }
}

const NO_BYTES = new Uint8Array(0);

/** Whether what was recorded with a target may be of that server: it is, or it does not say. */
export function mayBe(recorded: string | undefined, target: string | undefined): boolean {
  return target === undefined || recorded === undefined || recorded === target;
}
