import { canonicalWire } from '../canonical/canonical-wire.js';
import type { Meaning } from '../types/meaning.js';

/** What messages mean of which nothing is known but their bytes. */
export const meaningOfWire: Meaning = {
  canonical: canonicalWire,
  onlyReorders: true,
  view: () => undefined,
};
