import type { Meanings } from '../messages/meaning/meanings.js';
import type { RecordMode } from '../model/record-mode.js';
import type { Redaction } from '../redact/redaction.js';
import type { Matcher } from '../replay/matcher.js';
import type { Recordings } from '../replay/recordings/recordings.js';

/** What a miss is explained from. */
export interface Evidence {
  readonly recordings: Recordings;
  readonly matcher: Matcher;
  readonly meanings: Meanings;
  readonly redaction: Redaction;
  readonly mode: RecordMode;
}
