import { grown, likelyEntries } from './yaml/grown.js';

/** Where an entry stands; start and end are 0 where the list is not in column 0. */
export interface EntryPlace {
  /** Counted from 1. */
  readonly line: number;
  /** The offset of the entry's dash. */
  readonly start: number;
  /** The offset after its last line, without the comments and blank lines that follow it in column 0. */
  readonly end: number;
}

/** An entry that stands at a line start of its own. */
export interface EntryRange extends EntryPlace {
  /** Whether it begins as entries do. Otherwise it may be a torn-off part of the one before it. */
  readonly usual: boolean;
  /** Whether others were made part of it, and it cannot be read. */
  readonly joined: boolean;
}

const USUAL = 1;
const JOINED = 2;

/** Where a file's entries stand, in order: 13 bytes each, for there may be hundreds of thousands. */
export class EntryRanges {
  #starts: Uint32Array;
  #ends: Uint32Array;
  #lines: Uint32Array;
  #flags: Uint8Array;
  #length = 0;

  /** Of entries in `bytes`. */
  constructor(bytes: Uint8Array) {
    const count = likelyEntries(bytes);
    this.#starts = new Uint32Array(count);
    this.#ends = new Uint32Array(count);
    this.#lines = new Uint32Array(count);
    this.#flags = new Uint8Array(count);
  }

  get length(): number {
    return this.#length;
  }

  push({ start, end, line, usual, joined }: EntryRange): void {
    this.add(start, end, line, usual);
    if (joined) this.#flags[this.#length - 1] = (usual ? USUAL : 0) | JOINED;
  }

  /** `push` without an object. */
  add(start: number, end: number, line: number, usual: boolean): void {
    const index = this.#length;
    if (index === this.#starts.length) this.#grow();
    this.#starts[index] = start;
    this.#ends[index] = end;
    this.#lines[index] = line;
    this.#flags[index] = usual ? USUAL : 0;
    this.#length = index + 1;
  }

  /** Makes all from the last entry's start to `end` part of it. */
  joinToLast(end: number): void {
    const last = this.#length - 1;
    if (last < 0) return;
    this.#ends[last] = end;
    this.#flags[last] = (this.#flags[last] ?? 0) | JOINED;
  }

  at(index: number): EntryRange | undefined {
    if (index < 0 || index >= this.#length) return undefined;
    return {
      line: this.#lines[index] ?? 0,
      start: this.startOf(index),
      end: this.endOf(index),
      usual: this.isUsual(index),
      joined: ((this.#flags[index] ?? 0) & JOINED) !== 0,
    };
  }

  startOf(index: number): number {
    return this.#starts[index] ?? 0;
  }

  endOf(index: number): number {
    return this.#ends[index] ?? 0;
  }

  isUsual(index: number): boolean {
    return ((this.#flags[index] ?? 0) & USUAL) !== 0;
  }

  #grow(): void {
    const length = this.#starts.length * 2;
    this.#starts = grown(this.#starts, new Uint32Array(length));
    this.#ends = grown(this.#ends, new Uint32Array(length));
    this.#lines = grown(this.#lines, new Uint32Array(length));
    this.#flags = grown(this.#flags, new Uint8Array(length));
  }
}
