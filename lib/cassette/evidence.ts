import type { RecordMode } from '../model/record-mode.js';
import type { Matcher } from './matcher.js';
import type { Meanings } from './meanings.js';
import type { Shelf } from './shelf.js';

/** What a miss is explained from. */
export interface Evidence {
  readonly shelf: Shelf;
  readonly matcher: Matcher;
  readonly meanings: Meanings;
  readonly mode: RecordMode;
}
