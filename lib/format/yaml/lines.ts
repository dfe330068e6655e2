import { CODES } from './characters.js';

const { BLANK, LINE_FEED, RETURN } = CODES;

/** Whether `text`, which is ASCII, stands in the bytes at `at`. */
export function standsAt(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** The offset after the line at `at`, which may be the line's end. */
export function lineAfter(bytes: Buffer, at: number): number {
  if (bytes[at] === LINE_FEED) return at + 1;
  const found = bytes.indexOf(LINE_FEED, at);
  return found === -1 ? bytes.length : found + 1;
}

/** The end of the text of the line at `at`, without its line end. */
export function lineEnd(bytes: Buffer, at: number, limit: number): number {
  const found = bytes.indexOf(LINE_FEED, at);
  if (found === -1) return limit;
  return found > at && bytes[found - 1] === RETURN ? found - 1 : found;
}

/** The column of the first character of the line at `at`; negative for a blank line, and where there is none before `limit`. */
export function indentationAt(bytes: Buffer, at: number, limit: number): number {
  let column = at;
  while (bytes[column] === BLANK) column += 1;
  const first = bytes[column];
  return column >= limit || first === LINE_FEED || first === RETURN ? -1 : column - at;
}

/** The offset after the lines from `at` on that stand in column `depth` or deeper. A blank line ends them. */
export function endOfDeeper(bytes: Buffer, at: number, depth: number, limit: number): number {
  let end = at;
  while (indentationAt(bytes, end, limit) >= depth) end = lineAfter(bytes, end);
  return end;
}
