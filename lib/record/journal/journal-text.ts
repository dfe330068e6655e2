import { CODES } from '../../format/yaml/characters.js';

const { DASH, HASH, LINE_FEED } = CODES;

/** The comment before an entry: its start number, and the length of its text in bytes. */
const OPENING = /^# call (\d+), (\d+) bytes\n$/;
const OPENING_START = '# call ';
const LONGEST_OPENING = 60;

/** A whole entry of a journal. */
interface WholeEntry {
  readonly start: number;
  readonly text: Uint8Array;
}

export function openingOf(start: number, length: number): string {
  return `# call ${start}, ${length} bytes\n`;
}

/** The whole entries; what is torn, or damaged, is left out, and one that was cut off may be followed by others. */
export function* findWhole(bytes: Buffer): Iterable<WholeEntry> {
  for (let at = bytes.indexOf(OPENING_START); at !== -1; at = bytes.indexOf(OPENING_START, at)) {
    const found = wholeAt(bytes, at);
    if (found !== undefined) yield found;
    at = found === undefined ? at + OPENING_START.length : at + found.opening.length + found.text.length;
  }
}

function wholeAt(bytes: Buffer, at: number): (WholeEntry & { readonly opening: string }) | undefined {
  const lineEnd = bytes.indexOf(LINE_FEED, at);
  if (lineEnd === -1 || lineEnd - at > LONGEST_OPENING) return undefined;
  const opening = bytes.toString('latin1', at, lineEnd + 1);
  const [, start, length] = OPENING.exec(opening) ?? [];
  const end = lineEnd + 1 + Number(length);
  if (!isWhole(bytes, lineEnd + 1, end)) return undefined;
  return { start: Number(start), text: bytes.subarray(lineEnd + 1, end), opening };
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
