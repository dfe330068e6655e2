import { type NumberRange, NumberRanges } from '../../model/order/number-ranges.js';
import { ListScanner } from './list-scanner.js';

/** The numbers that an item of a list spells; undefined for what spells none. */
export function findRange(text: string): NumberRange | undefined {
  const bytes = Buffer.from(text);
  const scanner = new ListScanner(bytes, 0);
  const range = passRange(scanner);
  return scanner.at === bytes.length ? range : undefined;
}

/** As it stands in a file. Two numbers that do not follow each other are two items. */
export function emitRanges(numbers: NumberRanges): readonly string[] {
  const items: string[] = [];
  for (const { first, count, stride } of numbers.ranges()) {
    const last = first + (count - 1) * stride;
    if (count === 1) items.push(`${first}`);
    else if (stride === 1) items.push(`${first}-${last}`);
    else if (count === 2) items.push(`${first}`, `${last}`);
    else items.push(`${first}-${last}/${stride}`);
  }
  return items;
}

/**
 * A flow list of numbers and ranges whose bracket opens before `at`; continuation lines are indented. Undefined for anything
 * else between the brackets. `end` is the offset after the closing bracket.
 */
export function findRanges(
  bytes: Uint8Array,
  at: number,
): { readonly numbers: NumberRanges; readonly end: number } | undefined {
  const numbers = new NumberRanges();
  const scanner = new ListScanner(bytes, at);
  if (scanner.passEnd()) return { numbers, end: scanner.at };
  do {
    const range = passRange(scanner);
    if (range === undefined) return undefined;
    numbers.pushRange(range);
  } while (scanner.passSeparator());
  return scanner.passEnd() ? { numbers, end: scanner.at } : undefined;
}

/** `4`, `4-5`, and `10-20/2`: every second one. */
function passRange(scanner: ListScanner): NumberRange | undefined {
  const first = scanner.passCount();
  if (first === undefined) return undefined;
  if (!scanner.pass('-')) return { first, count: 1, stride: 1 };
  const last = scanner.passCount();
  const stride = scanner.pass('/') ? scanner.passCount() : 1;
  if (last === undefined || stride === undefined || stride === 0 || last < first) return undefined;
  return (last - first) % stride === 0 ? { first, count: (last - first) / stride + 1, stride } : undefined;
}
