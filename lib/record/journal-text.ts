import { CODES } from '../format/yaml/characters.js';
import { asBuffer } from '../model/as-buffer.js';

const { DASH, HASH, LINE_FEED } = CODES;

/** The comment before an entry: its start number, and the length of its text in bytes. */
const OPENING = /^# call (\d+), (\d+) bytes$/;
const LONGEST_OPENING = 60;

/** A whole entry of a journal. */
interface WholeEntry {
  readonly start: number;
  readonly text: Uint8Array;
}

export function openingOf(start: number, length: number): string {
  return `# call ${start}, ${length} bytes\n`;
}

/** The entries from `from` on, up to the first that is torn. */
export function* findWhole(bytes: Uint8Array, from: number): Iterable<WholeEntry> {
  for (let at = from; ; ) {
    const lineEnd = bytes.indexOf(LINE_FEED, at);
    if (lineEnd < 0 || lineEnd - at > LONGEST_OPENING) return;
    const match = OPENING.exec(asBuffer(bytes).toString('latin1', at, lineEnd));
    const end = lineEnd + 1 + Number(match?.[2]);
    if (!isWhole(bytes, lineEnd + 1, end)) return;
    yield { start: Number(match?.[1]), text: bytes.subarray(lineEnd + 1, end) };
    at = end;
  }
}

/**
 * Where the text of an entry stands in a journal that was cut, and added to since, be it within a line; undefined where it is
 * not whole.
 */
export function findJournaled(bytes: Buffer, start: number, length: number): number | undefined {
  const opening = openingOf(start, length);
  for (let at = bytes.indexOf(opening); at !== -1; at = bytes.indexOf(opening, at + 1)) {
    const text = at + opening.length;
    if (isWhole(bytes, text, text + length)) return text;
  }
  return undefined;
}

/** An entry begins with its dash and ends with its last line, and either the next one's comment or nothing follows. */
function isWhole(bytes: Uint8Array, start: number, end: number): boolean {
  if (!(end <= bytes.length) || bytes[start] !== DASH || bytes[end - 1] !== LINE_FEED) return false;
  return end === bytes.length || bytes[end] === HASH;
}
