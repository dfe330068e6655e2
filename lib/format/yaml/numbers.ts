import { AFTER_HALF_CLOSE } from '../../model/interaction.js';
import { CODES } from './characters.js';
import { GrowingList } from './growing-list.js';
import { standsAt } from './lines.js';

const { BLANK, CLOSING_BRACKET, COMMA, LINE_FEED, ZERO } = CODES;

/** The bound after the half-close, as it is written. */
const END = 'end';

/** So many digits are a number without loss. */
const MOST_DIGITS = 15;
const DIGITS = new RegExp(`^\\d{1,${MOST_DIGITS}}$`);

/** The whole number that `text` spells. */
export function findCount(text: string): number | undefined {
  return DIGITS.test(text) ? Number(text) : undefined;
}

/** The causal bound that `text` spells: a count of requests, or `end`. */
export function findBound(text: string): number | undefined {
  return text === END ? AFTER_HALF_CLOSE : findCount(text);
}

/** A whole number or a causal bound, as it is written. */
export function emitNumber(value: number): string {
  return value === AFTER_HALF_CLOSE ? END : String(Math.round(value));
}

/** Where a continuation line begins: deeper than the list's key, which is in column 4. */
const CONTINUATION = 5;

/**
 * A flow list of whole numbers (and `end`, where `bounds`) whose bracket opens before `at`; continuation lines are
 * indented. Undefined for anything else between the brackets. `end` is the offset after the closing bracket.
 */
export function findNumberList(
  bytes: Uint8Array,
  at: number,
  bounds: boolean,
): { readonly numbers: Float64Array; readonly end: number } | undefined {
  const list = new GrowingList((length) => new Float64Array(length));
  if (bytes[at] === CLOSING_BRACKET) return { numbers: list.toArray(), end: at + 1 };
  for (;;) {
    let value = 0;
    let digits = 0;
    if (bounds && standsAt(bytes, at, END)) {
      value = AFTER_HALF_CLOSE;
      at += END.length;
    } else {
      for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, at)) {
        value = value * 10 + digit;
        digits += 1;
        at += 1;
      }
      if (digits === 0 || digits > MOST_DIGITS) return undefined;
    }
    list.push(value);
    const separator = bytes[at];
    at += 1;
    if (separator === CLOSING_BRACKET) return { numbers: list.toArray(), end: at };
    if (separator !== COMMA) return undefined;
    if (bytes[at] === LINE_FEED) {
      const line = at + 1;
      at = line;
      while (bytes[at] === BLANK) at += 1;
      if (at - line < CONTINUATION) return undefined;
    } else if (bytes[at] === BLANK) at += 1;
    else return undefined;
  }
}

function digitAt(bytes: Uint8Array, at: number): number {
  const digit = (bytes[at] ?? 0) - ZERO;
  return digit <= 9 ? digit : -1;
}
