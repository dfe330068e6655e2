import { SparseList } from '../model/sparse-list.js';
import type { Entry } from './entry.js';
import { EntryIndex } from './entry-index.js';

/** The entries of a file, each made when it is first asked for. */
export interface EntryList {
  readonly length: number;
  /** What is known of them without asking them. */
  readonly index: EntryIndex;
  /** The same object each time. Throws a `RangeError` outside the list. */
  at(entry: number): Entry;
}

/** Entries that are made already, of which nothing is known without asking them. */
export function listOf(entries: readonly Entry[]): EntryList {
  return {
    length: entries.length,
    index: new EntryIndex(Buffer.alloc(0)),
    at: (entry) => entryAt(entries, entry),
  };
}

/** Entries that `make` makes. */
export function lazyList(length: number, index: EntryIndex, make: (entry: number) => Entry): EntryList {
  const made = new SparseList<Entry>();
  return {
    length,
    index,
    at(entry) {
      let found = made.get(entry);
      if (found === undefined) {
        found = make(entry);
        made.set(entry, found);
      }
      return found;
    },
  };
}

/** All of them, made. */
export function allOf(list: EntryList): readonly Entry[] {
  return Array.from({ length: list.length }, (_, index) => list.at(index));
}

function entryAt(entries: readonly Entry[], index: number): Entry {
  const entry = entries[index];
  if (entry === undefined) throw new RangeError(`There is no entry ${index}.`);
  return entry;
}
