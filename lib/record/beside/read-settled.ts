import type { Storage } from '../../storage/storage.js';
import type { HiddenNames } from './hidden-names.js';
import { findAppend } from './lease.js';

/** Every further reading was overtaken by an append; there are only so many in a row. */
const MOST_TRIES = 1000;

/**
 * A cassette's bytes without a block that somebody is just adding to its end, or was when they died: it is seen in part, or
 * may be cut off again.
 */
export function readSettled(storage: Storage, names: HiddenNames, path: string): Uint8Array | undefined {
  let bytes = storage.read(path);
  for (let tries = 1; bytes !== undefined && tries < MOST_TRIES; tries += 1) {
    const append = findAppend(storage, names);
    const facts = storage.stat(path);
    if (append !== undefined && append.id === facts?.id && append.length <= bytes.length)
      return bytes.subarray(0, append.length);
    if (facts === undefined || facts.size === bytes.length) return bytes;
    bytes = storage.read(path);
  }
  return bytes;
}
