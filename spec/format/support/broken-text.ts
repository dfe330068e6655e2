import { type CassetteFile, parseCassetteFile } from '../../../lib/format/cassette-file.js';

/** Stands where a text must not be quoted. */
export const SECRET = 'sesame';

/** The file of a text, at `a.yaml`. */
export function parse(text: string | Uint8Array): CassetteFile {
  return parseCassetteFile(typeof text === 'string' ? Buffer.from(text) : text, 'a.yaml');
}

/** A text that cannot be read, and what is told of it. */
export interface Case {
  readonly title: string;
  readonly text: string | Uint8Array;
  readonly line: number;
  readonly what: string;
}
