import { asBuffer } from '../../model/as-buffer.js';
import { type NumberRange, NumberRanges } from '../../model/number-ranges.js';
import { CODES } from './characters.js';
import { findCount } from './numbers.js';

const { CLOSING_BRACKET } = CODES;

/** `4`, `4-5`, and `10-20/2`: every second one. */
const RANGE = /^(\d+)(?:-(\d+)(?:\/(\d+))?)?$/;
/** What stands between two items: a continuation line is deeper than the list's key, which is in column 4. */
const SEPARATOR = /,(?: |\n {5,})/;

/** The numbers that an item of a list spells; undefined for what spells none. */
export function findRange(text: string): NumberRange | undefined {
  const [, from, to, every] = RANGE.exec(text) ?? [];
  const first = findCount(from ?? '');
  if (first === undefined) return undefined;
  const last = to === undefined ? first : findCount(to);
  const stride = every === undefined ? 1 : findCount(every);
  if (last === undefined || stride === undefined || stride === 0 || last < first) return undefined;
  if ((last - first) % stride !== 0) return undefined;
  return { first, count: (last - first) / stride + 1, stride };
}

/** As it stands in a file. Two numbers that do not follow each other are two items. */
export function emitRanges({ ranges }: NumberRanges): readonly string[] {
  return ranges.flatMap(({ first, count, stride }) => {
    const last = first + (count - 1) * stride;
    if (count === 1) return [`${first}`];
    if (stride === 1) return [`${first}-${last}`];
    return count === 2 ? [`${first}`, `${last}`] : [`${first}-${last}/${stride}`];
  });
}

/**
 * A flow list of numbers and ranges whose bracket opens before `at`. Undefined for anything else between the brackets.
 * `end` is the offset after the closing bracket.
 */
export function findRanges(
  bytes: Uint8Array,
  at: number,
): { readonly numbers: NumberRanges; readonly end: number } | undefined {
  const closing = bytes.indexOf(CLOSING_BRACKET, at);
  if (closing === -1) return undefined;
  const numbers = new NumberRanges();
  for (const item of asBuffer(bytes).toString('latin1', at, closing).split(SEPARATOR)) {
    const range = findRange(item);
    if (range === undefined) return undefined;
    numbers.pushRange(range);
  }
  return { numbers, end: closing + 1 };
}
