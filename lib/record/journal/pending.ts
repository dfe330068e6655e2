import type { Storage } from '../../storage/storage.js';
import type { HiddenNames } from '../beside/hidden-names.js';
import { copyOf } from './copy-of.js';
import { Journal } from './journal.js';
import type { EndedCall, PendingEntry } from './pending-entry.js';

/** Where the entries of a recorder's calls are: what would be left of them if the process ended now. */
export interface EntryCounts {
  readonly saved: number;
  readonly journaled: number;
  /** The journal could not be written. */
  readonly inMemory: number;
}

/** The entries of ended calls that are not yet in the cassette: in the journal, failing that in memory. */
export class PendingEntries {
  readonly journal: Journal;
  #loose: PendingEntry[] = [];
  /** What a disk does not take from one call, it is not asked to take from each: the commit asks again. */
  #journalFails = false;
  /** The methods of calls that were lost, by their starts. */
  #lost = new Map<number, string>();
  #saved = 0;

  constructor(storage: Storage, names: HiddenNames, tag: string, mode: () => number | undefined) {
    this.journal = new Journal(storage, names, tag, mode);
  }

  get count(): number {
    return this.#loose.length + this.journal.count;
  }

  get counts(): EntryCounts {
    return { saved: this.#saved, journaled: this.journal.count, inMemory: this.#loose.length };
  }

  /** The commit tells of a failure, if it fails as well. */
  add({ start, method }: EndedCall, length: number, pieces: Iterable<Uint8Array>): void {
    if (!this.#journalFails && this.#tryToAppend({ start, method }, length, pieces)) return;
    const whole = copyOf(length, pieces);
    this.#loose.push({ start, method, length, whole, text: [whole], passing: [whole] });
  }

  #tryToAppend(call: EndedCall, length: number, pieces: Iterable<Uint8Array>): boolean {
    try {
      this.journal.append(call, length, pieces);
      return true;
    } catch {
      this.#journalFails = true;
      return false;
    }
  }

  /** In the order in which the calls started. What somebody has cut off the journal is left out, and told by `takeLost`. */
  sorted(): readonly PendingEntry[] {
    const journaled = this.journal.entries(({ start, method }) => this.#lost.set(start, method));
    return [...journaled, ...this.#loose].sort((a, b) => a.start - b.start);
  }

  /** The methods of the calls that were lost, since this was last asked. */
  takeLost(): readonly string[] {
    const methods = [...this.#lost.values()];
    this.#lost = new Map();
    return methods;
  }

  /** All are in the cassette. */
  settle(): void {
    this.#saved += this.count;
    this.clear();
  }

  /** None is kept any more. First forgotten, then removed: what is written must not be written again. */
  clear(): void {
    this.#loose = [];
    this.#journalFails = false;
    this.journal.clear();
  }
}
