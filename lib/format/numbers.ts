import { AFTER_HALF_CLOSE } from '../model/interaction.js';
import { BLANK, CLOSING_BRACKET, COMMA, LINE_FEED, ZERO } from './characters.js';
import { standsAt } from './lines.js';

/** The bound after the half-close, as it is written. */
const END = 'end';

const DIGITS = /^\d{1,15}$/;

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

/** Numbers without a length known beforehand, 8 bytes each. */
export class NumberList {
  #numbers = new Float64Array(16);
  #count = 0;

  push(value: number): void {
    if (this.#count === this.#numbers.length) {
      const longer = new Float64Array(this.#count * 2);
      longer.set(this.#numbers);
      this.#numbers = longer;
    }
    this.#numbers[this.#count] = value;
    this.#count += 1;
  }

  toArray(): Float64Array {
    return this.#numbers.slice(0, this.#count);
  }
}

/**
 * A flow list of whole numbers (and `end`, where `bounds`) whose bracket opens before `at`; continuation lines are
 * indented. Undefined for anything else between the brackets. `end` is the offset after the closing bracket.
 */
export function findNumberList(
  bytes: Uint8Array,
  at: number,
  bounds: boolean,
): { readonly numbers: Float64Array; readonly end: number } | undefined {
  const list = new NumberList();
  if (bytes[at] === CLOSING_BRACKET) return { numbers: list.toArray(), end: at + 1 };
  for (;;) {
    let value = 0;
    let digits = 0;
    if (bounds && standsAt(bytes, at, END)) {
      value = AFTER_HALF_CLOSE;
      at += END.length;
    } else {
      for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, ++at)) {
        value = value * 10 + digit;
        if (++digits > 15) return undefined;
      }
      if (digits === 0) return undefined;
    }
    list.push(value);
    const separator = bytes[at++];
    if (separator === CLOSING_BRACKET) return { numbers: list.toArray(), end: at };
    if (separator !== COMMA) return undefined;
    if (bytes[at] === LINE_FEED) {
      const line = at + 1;
      at = line;
      while (bytes[at] === BLANK) at++;
      if (at - line < 5) return undefined;
    } else if (bytes[at] === BLANK) at++;
    else return undefined;
  }
}

function digitAt(bytes: Uint8Array, at: number): number {
  const digit = (bytes[at] ?? 0) - ZERO;
  return digit <= 9 ? digit : -1;
}
