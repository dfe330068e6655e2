import { CODES } from './characters.js';

const { BLANK, LINE_FEED } = CODES;
const PADDING = 0x3d;

/** So much text is decoded at a time: what does not leave the processor's caches takes half as long. */
const AT_ONCE = 64 * 1024;

/** The lines of a block literal as all writers of base64 break them: each as long as the first, but for a shorter last one. */
interface EvenLines {
  /** How long a line is, with its line end. */
  readonly stride: number;
  /** The offset after the last line. */
  readonly end: number;
  /** How many digits they hold, with the padding, if nothing but digits is in them. */
  readonly digits: number;
}

/**
 * The bytes that the block literal spells whose first line starts at `from`, and whose lines stand in column `depth` or
 * deeper. Undefined where it is not broken as usual, or is no base64 in the strict sense of `decodeBase64`, which has to tell.
 */
export function decodeEvenLines(text: Buffer, from: number, depth: number): Uint8Array | undefined {
  const lines = findEvenLines(text, from, depth);
  if (lines === undefined || lines.digits % 4 !== 0) return undefined;
  const { stride, end, digits } = lines;
  const length = (digits / 4) * 3 - paddingBefore(text, end - 1);
  const result = Buffer.allocUnsafe(length);
  const step = Math.max(1, Math.floor(AT_ONCE / stride)) * stride;
  let decoded = 0;
  for (let at = from; at < end; at += step) {
    const piece = text.toString('latin1', at, Math.min(end, at + step));
    // Node takes the digits of the URL's alphabet as well; what is none at all it leaves out, and then bytes are missing.
    if (piece.includes('-') || piece.includes('_')) return undefined;
    decoded += result.write(piece, decoded, 'base64');
  }
  return decoded === length ? result : undefined;
}

function findEvenLines(text: Buffer, from: number, least: number): EvenLines | undefined {
  let depth = 0;
  while (text[from + depth] === BLANK) depth += 1;
  const first = text.indexOf(LINE_FEED, from);
  if (first === -1 || depth < least) return undefined;
  const stride = first + 1 - from;
  const inLine = stride - 1 - depth;
  let at = first + 1;
  let digits = inLine;
  while (isDeeper(text, at, depth) && text[at + stride - 1] === LINE_FEED) {
    at += stride;
    digits += inLine;
  }
  if (at > first + 1 && inLine % 4 !== 0) return undefined;
  // A line that is less deep than the first would hold more digits than are counted.
  if (!isDeeper(text, at, depth)) return isDeeper(text, at, least) ? undefined : { stride, end: at, digits };
  if (inLine % 4 !== 0) return undefined;
  const last = text.indexOf(LINE_FEED, at);
  const inLast = last - at - depth;
  if (inLast <= 0 || inLast >= inLine || isDeeper(text, last + 1, least)) return undefined;
  return { stride, end: last + 1, digits: digits + inLast };
}

function isDeeper(text: Uint8Array, at: number, least: number): boolean {
  for (let column = 0; column < least; column += 1) if (text[at + column] !== BLANK) return false;
  return true;
}

function paddingBefore(text: Uint8Array, end: number): number {
  if (text[end - 1] !== PADDING) return 0;
  return text[end - 2] === PADDING ? 2 : 1;
}
