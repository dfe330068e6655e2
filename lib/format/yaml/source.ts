import { CassetteError } from '../../errors.js';
import { CODES } from './characters.js';

const { LINE_FEED } = CODES;

/** A cassette file's bytes, and its path for messages. */
export interface Source {
  readonly bytes: Buffer;
  readonly path: string;
}

/** The line, counted from 1, that holds the byte at `offset`. */
export function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1 && at < offset; at = bytes.indexOf(LINE_FEED, at + 1))
    line += 1;
  return line;
}

/** The text of `bytes[from, to)`, which are known to be UTF-8. */
export function textOf(source: Source, from: number, to: number): string {
  return source.bytes.toString('utf8', from, to);
}

/** The error for an interaction that cannot be read. `what` never quotes the file: it may hold secrets. */
export function brokenInteraction(path: string, line: number, what: string): CassetteError {
  return new CassetteError(
    'broken_interaction',
    `${path}:${line}: this interaction cannot be read: ${what}. Mend it, or delete it and record the call again.`,
    { path, line },
  );
}

/** The error for a file that is no cassette. */
export function notACassette(path: string, line: number, what: string): CassetteError {
  return new CassetteError(
    'not_a_cassette',
    `${path}:${line}: this is no cassette: ${what}. Mend the file, or move it away and record again.`,
    { path, line },
  );
}
