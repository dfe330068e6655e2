import { HASH_START, hashOf, mixed, SHARES, unorderedHashOf } from '../../model/hash.js';

const INVALID = -1;
const BLANK = -2;
const PADDING = -3;

const VALUES = tableOfValues();

function tableOfValues(): Int8Array {
  const values = new Int8Array(256).fill(INVALID);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  for (let value = 0; value < alphabet.length; value += 1) values[alphabet.charCodeAt(value)] = value;
  for (const blank of ' \t\r\n') values[blank.charCodeAt(0)] = BLANK;
  values['='.charCodeAt(0)] = PADDING;
  return values;
}

/**
 * The bytes that `text[from, to)` spells; undefined where it is not base64. Strict in alphabet and padding, which
 * `Buffer.from(…, 'base64')` is not; blanks and line ends may stand anywhere.
 */
export function decodeBase64(text: Uint8Array, from: number, to: number): Uint8Array | undefined {
  const result = Buffer.allocUnsafe(Math.floor(((to - from) * 3) / 4));
  const decoded = decodeFours(text, from, to, result);
  const length = decodeRest(text, decoded.at, to, result, decoded.length);
  if (length === undefined) return undefined;
  return length === result.length ? result : result.subarray(0, length);
}

/** Decodes groups of four digits, as nearly all of base64 stands: line ends fall between two groups. */
function decodeFours(
  text: Uint8Array,
  from: number,
  to: number,
  result: Uint8Array,
): { at: number; length: number } {
  let at = from;
  let length = 0;
  while (at + 4 <= to) {
    const four = fourAt(text, at);
    if (four >= 0) {
      result[length] = four >> 16;
      result[length + 1] = four >> 8;
      result[length + 2] = four;
      length += 3;
      at += 4;
    } else if (VALUES[text[at] as number] === BLANK) at = afterBlanks(text, at + 1, to);
    else break;
  }
  return { at, length };
}

/** What four digits spell; negative where one of them is none. */
function fourAt(text: Uint8Array, at: number): number {
  return (
    ((VALUES[text[at] as number] as number) << 18) |
    ((VALUES[text[at + 1] as number] as number) << 12) |
    ((VALUES[text[at + 2] as number] as number) << 6) |
    (VALUES[text[at + 3] as number] as number)
  );
}

const NOTHING = new Uint8Array(0);

/** Keys of the bytes that `text[from, to)` spells, found without decoding it into memory. */
export class Base64Keys {
  /** `hashOf` of them. */
  ordered = 0;
  /** `unorderedHashOf` of them. */
  unordered = 0;

  /** Whether it is base64. */
  read(text: Uint8Array, from: number, to: number): boolean {
    let ordered = HASH_START;
    let unordered = 0;
    let at = from;
    while (at + 4 <= to) {
      const four = fourAt(text, at);
      if (four >= 0) {
        ordered = mixed(ordered, four);
        unordered =
          (unordered + shareOf(four >> 16) + shareOf((four >> 8) & 0xff) + shareOf(four & 0xff)) | 0;
        at += 4;
      } else if (VALUES[text[at] as number] === BLANK) at = afterBlanks(text, at + 1, to);
      else break;
    }
    at = afterBlanks(text, at, to);
    const rest = at < to ? decodeBase64(text, at, to) : NOTHING;
    if (rest === undefined) return false;
    this.ordered = hashOf(rest, ordered);
    this.unordered = (unordered + unorderedHashOf(rest)) | 0;
    return true;
  }
}

function shareOf(byte: number): number {
  return SHARES[byte] as number;
}

function afterBlanks(text: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && VALUES[text[at] as number] === BLANK) at += 1;
  return at;
}

/** Decodes what is left, a digit at a time, and returns how much `result` then holds. */
function decodeRest(
  text: Uint8Array,
  from: number,
  to: number,
  result: Uint8Array,
  decoded: number,
): number | undefined {
  let length = decoded;
  let bits = 0;
  let digits = 0;
  let padding = 0;
  for (let at = from; at < to; at += 1) {
    const value = VALUES[text[at] as number] as number;
    if (value >= 0) {
      if (padding > 0) return undefined;
      bits = (bits << 6) | value;
      digits += 1;
      if ((digits & 3) === 0) {
        result[length] = bits >> 16;
        result[length + 1] = bits >> 8;
        result[length + 2] = bits;
        length += 3;
        bits = 0;
      }
    } else if (value === PADDING) padding += 1;
    else if (value === INVALID) return undefined;
  }
  const rest = digits & 3;
  if (rest === 1 || padding !== (rest === 0 ? 0 : 4 - rest)) return undefined;
  if (rest === 0) return length;
  result[length] = rest === 3 ? bits >> 10 : bits >> 4;
  if (rest === 3) result[length + 1] = bits >> 2;
  return length + rest - 1;
}

const ASCII = /^[\0-\x7f]*$/;

/** `decodeBase64` of a string. */
export function decodeBase64Text(text: string): Uint8Array | undefined {
  if (!ASCII.test(text)) return undefined;
  const bytes = Buffer.from(text, 'latin1');
  return decodeBase64(bytes, 0, bytes.length);
}
