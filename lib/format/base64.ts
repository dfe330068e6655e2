const INVALID = -1;
const BLANK = -2;
const PADDING = -3;

const VALUES = tableOfValues();

function tableOfValues(): Int8Array {
  const values = new Int8Array(256).fill(INVALID);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  for (let value = 0; value < alphabet.length; value++) values[alphabet.charCodeAt(value)] = value;
  for (const blank of ' \t\r\n') values[blank.charCodeAt(0)] = BLANK;
  values['='.charCodeAt(0)] = PADDING;
  return values;
}

/**
 * The bytes that `text[from, to)` spells; undefined where it is not base64. Strict in alphabet and padding, which
 * `Buffer.from(…, 'base64')` is not; blanks and line ends may stand anywhere.
 */
export function decodeBase64(text: Uint8Array, from: number, to: number): Uint8Array | undefined {
  const result = new Uint8Array(Math.floor(((to - from) * 3) / 4));
  let length = 0;
  let bits = 0;
  let digits = 0;
  let padding = 0;
  for (let at = from; at < to; at++) {
    const value = VALUES[text[at] as number] as number;
    if (value >= 0) {
      // Four digits in a row, where nearly all the time goes: one step instead of four.
      if ((digits & 3) === 0 && at + 3 < to && padding === 0) {
        const second = VALUES[text[at + 1] as number] as number;
        const third = VALUES[text[at + 2] as number] as number;
        const fourth = VALUES[text[at + 3] as number] as number;
        if ((second | third | fourth) >= 0) {
          result[length++] = (value << 2) | (second >> 4);
          result[length++] = (second << 4) | (third >> 2);
          result[length++] = (third << 6) | fourth;
          digits += 4;
          at += 3;
          continue;
        }
      }
      if (padding > 0) return undefined;
      bits = (bits << 6) | value;
      digits++;
      if ((digits & 3) === 0) {
        result[length++] = bits >> 16;
        result[length++] = bits >> 8;
        result[length++] = bits;
        bits = 0;
      }
    } else if (value === PADDING) padding++;
    else if (value === INVALID) return undefined;
  }
  const rest = digits & 3;
  if (rest === 1 || padding !== (rest === 0 ? 0 : 4 - rest)) return undefined;
  if (rest === 3) result[length++] = bits >> 10;
  if (rest >= 2) result[length++] = rest === 3 ? bits >> 2 : bits >> 4;
  return length === result.length ? result : result.slice(0, length);
}

const ASCII = /^[\0-\x7f]*$/;

/** `decodeBase64` of a string. */
export function decodeBase64Text(text: string): Uint8Array | undefined {
  if (!ASCII.test(text)) return undefined;
  const bytes = Buffer.from(text, 'latin1');
  return decodeBase64(bytes, 0, bytes.length);
}
