import { hashOf, unorderedHashOf } from '../../model/hash.js';
import { NO_WILDCARDS, type Wildcards } from './marks.js';
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
  /** What in the recording matches anything. */
  wildcardsOf(recording: Recording): Wildcards;
  /** Where the key of a request starts, where more than the request decides. */
  startOf(recording: Recording, wildcards: Wildcards): number | undefined;
  /** What counts of a request, in one form for all that mean the same. */
  canonical(request: Uint8Array, wildcards: Wildcards): Uint8Array;
}

interface Marked {
  readonly wildcards: Wildcards;
  readonly positions: number[];
  readonly keys: number[];
  readonly silent: number[];
}

/** Sorts the recordings at `positions` by their first requests, reading only those of which the file's index does not tell it. */
export function sortRequests(shelf: Shelf, positions: readonly number[], indexing: Indexing): Sorted {
  return new Sorting(shelf, indexing).sort(positions);
}

class Sorting {
  readonly #shelf: Shelf;
  readonly #indexing: Indexing;
  readonly #positions: number[] = [];
  readonly #keys: number[] = [];
  readonly #unordered: number[] = [];
  readonly #silent: number[] = [];
  readonly #marked = new Map<string, Marked>();

  constructor(shelf: Shelf, indexing: Indexing) {
    this.#shelf = shelf;
    this.#indexing = indexing;
  }

  sort(positions: readonly number[]): Sorted {
    for (const position of positions) if (!this.#addKnown(position)) this.#addRead(position);
    const { onlyReorders } = this.#indexing;
    return {
      unmarked: { positions: this.#positions, keys: this.#keys },
      unordered: onlyReorders ? this.#unordered : undefined,
      silent: this.#silent,
      marked: [...this.#marked.values()].map(({ wildcards, positions: alike, keys, silent }) => ({
        wildcards,
        keyed: { positions: alike, keys },
        silent,
      })),
      meaningOf: (position) => this.#meaningOf(position),
    };
  }

  /** By what the index tells, where that is enough. */
  #addKnown(position: number): boolean {
    const shelf = this.#shelf;
    const { readsAll, target } = this.#indexing;
    if (readsAll || !shelf.knows(position) || shelf.isMarked(position)) return false;
    if (!mayBe(shelf.targetOf(position), target)) return true;
    const request = shelf.requestOf(position);
    if (request !== undefined) this.#addUnmarked(position, request, undefined);
    return request !== undefined;
  }

  #addRead(position: number): void {
    const recording = this.#shelf.findReadable(position);
    if (!mayBe(recording?.interaction.call?.target, this.#indexing.target)) return;
    if (recording === undefined) return;
    const wildcards = this.#indexing.wildcardsOf(recording);
    if (wildcards !== NO_WILDCARDS) this.#addMarked(recording, wildcards);
    else if (recording.firstRequest === undefined) this.#silent.push(position);
    else this.#addUnmarked(position, recording.firstRequest, this.#indexing.startOf(recording, wildcards));
  }

  #addUnmarked(position: number, request: Uint8Array, start: number | undefined): void {
    this.#positions.push(position);
    this.#keys.push(hashOf(request, start) | 0);
    if (this.#indexing.onlyReorders) this.#unordered.push(unorderedHashOf(request));
  }

  #addMarked(recording: Recording, wildcards: Wildcards): void {
    const alike = this.#marked.get(wildcards.key) ?? { wildcards, positions: [], keys: [], silent: [] };
    this.#marked.set(wildcards.key, alike);
    const { position, firstRequest } = recording;
    if (firstRequest === undefined) {
      alike.silent.push(position);
      return;
    }
    alike.positions.push(position);
    alike.keys.push(this.#keyOf(firstRequest, wildcards, this.#indexing.startOf(recording, wildcards)));
  }

  #meaningOf(position: number): number {
    const { readsAll } = this.#indexing;
    const known = readsAll || !this.#shelf.knows(position) ? undefined : this.#shelf.requestOf(position);
    if (known !== undefined) return this.#keyOf(known, NO_WILDCARDS, undefined);
    const recording = this.#shelf.at(position);
    const start = this.#indexing.startOf(recording, NO_WILDCARDS);
    return this.#keyOf(recording.firstRequest ?? NO_BYTES, NO_WILDCARDS, start);
  }

  #keyOf(request: Uint8Array, wildcards: Wildcards, start: number | undefined): number {
    return hashOf(this.#indexing.canonical(request, wildcards), start) | 0;
  }
}

const NO_BYTES = new Uint8Array(0);

/** Whether what was recorded with a target may be of that server: it is, or it does not say. */
export function mayBe(recorded: string | undefined, target: string | undefined): boolean {
  return target === undefined || recorded === undefined || recorded === target;
}
