import { LINE_FEED, RETURN } from './characters.js';
import type { Source } from './source.js';

/** What stands below a key in an entry's usual shape. */
export interface Section {
  readonly key: string;
  readonly at: number;
  /** Where the lines below the key start. */
  readonly inside: number;
}

const KEY_LINE = /^(?:- | {2})([a-z_]+):$/;
const LONGEST_KEY_LINE = 40;

/** The first section of the entry whose key begins with `prefix`: its own first line, or the first such line in column 2. */
export function findSection(source: Source, start: number, end: number, prefix: string): Section | undefined {
  const first = findSectionAt(source, start);
  if (first?.key.startsWith(prefix)) return first;
  const found = source.bytes.indexOf(`\n  ${prefix}`, start, 'latin1');
  return found === -1 || found >= end ? undefined : findSectionAt(source, found + 1);
}

/** The section whose key stands alone on the line at `at`. */
export function findSectionAt({ bytes }: Source, at: number): Section | undefined {
  const found = bytes.indexOf(LINE_FEED, at);
  if (found === -1 || found - at > LONGEST_KEY_LINE) return undefined;
  const stop = bytes[found - 1] === RETURN ? found - 1 : found;
  const key = KEY_LINE.exec(bytes.toString('latin1', at, stop))?.[1];
  return key === undefined ? undefined : { key, at, inside: found + 1 };
}
