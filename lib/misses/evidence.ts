import type { Meanings } from '../messages/meaning/meanings.js';
import type { RecordMode } from '../model/record-mode.js';
import type { Matcher } from '../replay/matcher.js';
import type { Shelf } from '../replay/shelf.js';

/** What a miss is explained from. */
export interface Evidence {
  readonly shelf: Shelf;
  readonly matcher: Matcher;
  readonly meanings: Meanings;
  readonly mode: RecordMode;
}
