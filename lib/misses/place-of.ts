import type { Candidate } from '../replay/candidate.js';

/** Where a recording stands, for a person: `interaction 3 (line 40)`. */
export function placeOf({ position, entry }: Candidate): string {
  return `interaction ${position} (line ${entry.line})`;
}
