import type { Matcher } from '../matching/matcher.js';
import type { Meanings } from '../matching/meanings.js';
import type { Shelf } from '../matching/shelf.js';
import type { RecordMode } from '../model/record-mode.js';

/** What a miss is explained from. */
export interface Evidence {
  readonly shelf: Shelf;
  readonly matcher: Matcher;
  readonly meanings: Meanings;
  readonly mode: RecordMode;
}
