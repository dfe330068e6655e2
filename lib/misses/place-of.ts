import type { Recording } from '../replay/recordings/recording.js';

/** Where a recording stands, for a person: `interaction 3 (line 40)`. */
export function placeOf({ position, entry }: Recording): string {
  return `interaction ${position} (line ${entry.line})`;
}
