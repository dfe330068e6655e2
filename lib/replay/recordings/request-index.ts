import type { Group } from '../order/group.js';
import { FreeList } from './free-list.js';
import type { Recording } from './recording.js';
import type { Shelf } from './shelf.js';

/** Recordings with a key each; equal keys still have to be compared. */
export interface Keyed {
  /** In recorded order. */
  readonly positions: ArrayLike<number>;
  /** As many. */
  readonly keys: ArrayLike<number>;
}

/**
 * Recordings by a key, in tables of numbers: a list for each key would take a hundred bytes. Those of one key are chained in
 * recorded order. What cannot be read is passed over.
 */
export class RequestIndex {
  readonly #shelf: Shelf;
  readonly #keyed: Keyed;
  /** For each slot, the first of a key: its place among all, counted from 1. */
  readonly #firsts: Uint32Array;
  /** The same of those that may be free: before it, all are taken. */
  readonly #firstsFree: Uint32Array;
  /** For each place, the next of the same key, counted from 1; 0 for none. */
  readonly #next: Uint32Array;
  readonly #mask: number;
  /** Where those of a key stand that answered again. */
  readonly #found = new Map<number, readonly number[]>();
  /** Those of a key, where groups were asked for. */
  readonly #lists = new Map<number, FreeList>();

  constructor(shelf: Shelf, keyed: Keyed) {
    this.#shelf = shelf;
    this.#keyed = keyed;
    const count = keyed.positions.length;
    const size = 2 ** Math.ceil(Math.log2(1.25 * count + 2));
    this.#mask = size - 1;
    this.#firsts = new Uint32Array(size);
    this.#next = new Uint32Array(count);
    const lasts = new Uint32Array(size);
    for (let item = 0; item < count; item += 1) {
      const slot = this.#slotOf(keyed.keys[item] as number);
      const last = lasts[slot] as number;
      if (last === 0) this.#firsts[slot] = item + 1;
      else this.#next[last - 1] = item + 1;
      lasts[slot] = item + 1;
    }
    this.#firstsFree = this.#firsts.slice();
  }

  /** The free ones of a key, in recorded order. */
  *free(key: number): Generator<Recording, undefined> {
    const { positions } = this.#keyed;
    for (let item = this.#passTaken(key); item !== 0; item = this.#next[item - 1] as number) {
      const recording = this.#shelf.findFree(positions[item - 1] as number);
      if (recording !== undefined) yield recording;
    }
    return undefined;
  }

  /** The first of the free ones that `isFit` accepts. */
  findFree(key: number, isFit: (recording: Recording) => boolean): Recording | undefined {
    const { positions } = this.#keyed;
    for (let item = this.#passTaken(key); item !== 0; item = this.#next[item - 1] as number) {
      const recording = this.#shelf.findFree(positions[item - 1] as number);
      if (recording !== undefined && isFit(recording)) return recording;
    }
    return undefined;
  }

  /** The last of all, free or not, that `isFit` accepts. */
  findLast(key: number, isFit: (recording: Recording) => boolean): Recording | undefined {
    const positions = this.#kept(key);
    for (let index = positions.length - 1; index >= 0; index -= 1) {
      const recording = this.#shelf.findReadable(positions[index] as number);
      if (recording !== undefined && isFit(recording)) return recording;
    }
    return undefined;
  }

  /** Whether there are several of a key, of which one may go before another. */
  hasSeveral(key: number): boolean {
    const first = this.#firsts[this.#slotOf(key)] as number;
    return first !== 0 && this.#next[first - 1] !== 0;
  }

  /** Those of the free ones that belong to a group. */
  freeOf(key: number, group: Group): Generator<Recording, undefined> {
    let list = this.#lists.get(key);
    if (list === undefined) {
      list = new FreeList(this.#shelf, this.positions(key));
      this.#lists.set(key, list);
    }
    return list.freeOf(group);
  }

  /** All of a key, in recorded order. */
  all(key: number): readonly Recording[] {
    return this.positions(key).flatMap((position) => this.#shelf.findReadable(position) ?? []);
  }

  /** Where they stand. */
  positions(key: number): readonly number[] {
    const { positions } = this.#keyed;
    const found: number[] = [];
    const first = this.#firsts[this.#slotOf(key)] as number;
    for (let item = first; item !== 0; item = this.#next[item - 1] as number)
      found.push(positions[item - 1] as number);
    return found;
  }

  #kept(key: number): readonly number[] {
    let found = this.#found.get(key);
    if (found === undefined) {
      found = this.positions(key);
      this.#found.set(key, found);
    }
    return found;
  }

  #passTaken(key: number): number {
    const slot = this.#slotOf(key);
    let item = this.#firstsFree[slot] as number;
    while (item !== 0 && this.#shelf.made(this.#keyed.positions[item - 1] as number)?.isFree === false)
      item = this.#next[item - 1] as number;
    this.#firstsFree[slot] = item;
    return item;
  }

  /** Where a key has its slot, or would have it. */
  #slotOf(key: number): number {
    const { keys } = this.#keyed;
    let slot = (Math.imul(key, 0x9e3779b1) >>> 8) & this.#mask;
    for (;;) {
      const first = this.#firsts[slot] as number;
      if (first === 0 || keys[first - 1] === key) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }
}
