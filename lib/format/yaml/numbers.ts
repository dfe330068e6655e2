import { AFTER_HALF_CLOSE } from '../../model/interaction.js';
import { GrowingList } from './growing-list.js';
import { ListScanner, MOST_DIGITS } from './list-scanner.js';

/** The bound after the half-close, as it is written. */
const END = 'end';

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
  const scanner = new ListScanner(bytes, at);
  if (scanner.passEnd()) return { numbers: list.toArray(), end: scanner.at };
  do {
    const value = bounds && scanner.pass(END) ? AFTER_HALF_CLOSE : scanner.passCount();
    if (value === undefined) return undefined;
    list.push(value);
  } while (scanner.passSeparator());
  return scanner.passEnd() ? { numbers: list.toArray(), end: scanner.at } : undefined;
}
