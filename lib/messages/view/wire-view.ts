import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { JsonValue } from '../../model/json.js';
import { MOST_LEVELS } from '../wire/levels.js';
import { readWireFields, type WireField } from '../wire/wire-fields.js';
import { isPrintableText } from '../wire/wire-text.js';
import { base64Of } from './base64.js';
import { shortestFloat } from './shortest-float.js';

/** Of numbers that people write with a point; what lies beyond is more likely a fixed-size integer or an id. */
const SMALLEST_FLOAT = 1e-9;
const LARGEST_FLOAT = 1e15;

/**
 * A message for people to read where no field has a name: a tree by field numbers, such as
 * `{ "1": "text", "3": { "1": 5 }, "4": [1, 2] }`, a field that occurs more than once as a list. Length-delimited values
 * are shown as text where they are printable, else as a message where they can be read as one, else in base64. Varints
 * are shown as signed integers, as text beyond 2^53. Fixed-size values are shown as floating-point numbers where that
 * gives one of a usual size, else in hexadecimal (`0x0000002a`). Bytes that are no message are shown as text where they
 * are printable, else in base64. Never throws.
 */
export function wireView(bytes: Uint8Array): JsonValue {
  return findTree(bytes, 0, bytes.length, MOST_LEVELS) ?? findText(bytes, 0, bytes.length) ?? base64Of(bytes);
}

function findText(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (!isPrintableText(bytes, start, end)) return undefined;
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(start, end));
}

function findTree(bytes: Uint8Array, start: number, end: number, levels: number): JsonValue | undefined {
  const fields = levels > 0 ? readWireFields(bytes, start, end) : undefined;
  if (fields === undefined) return undefined;
  const values = new Map<number, JsonValue[]>();
  for (const field of fields) {
    const value = valueView(bytes, field, levels - 1);
    const others = values.get(field.number);
    if (others === undefined) values.set(field.number, [value]);
    else others.push(value);
  }
  return Object.fromEntries(
    [...values].map(([number, list]) => [number, list.length === 1 ? (list[0] as JsonValue) : list]),
  );
}

function valueView(bytes: Uint8Array, field: WireField, levels: number): JsonValue {
  const { valueStart, valueEnd } = field;
  const value = bytes.subarray(valueStart, valueEnd);
  switch (field.wireType) {
    case WireType.Varint:
      return integerView(new BinaryReader(value).int64());
    case WireType.Bit32:
      return floatView(shortestFloat(new BinaryReader(value).float()), value);
    case WireType.Bit64:
      return floatView(new BinaryReader(value).double(), value);
    default:
      return (
        (field.wireType === WireType.LengthDelimited ? findText(bytes, valueStart, valueEnd) : undefined) ??
        findTree(bytes, valueStart, valueEnd, levels) ??
        base64Of(value)
      );
  }
}

function integerView(value: bigint | string): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function floatView(value: number, littleEndian: Uint8Array): number | string {
  const size = Math.abs(value);
  if (Object.is(value, 0) || (size >= SMALLEST_FLOAT && size <= LARGEST_FLOAT)) return value;
  const digits = [...littleEndian].reverse().map((byte) => byte.toString(16).padStart(2, '0'));
  return `0x${digits.join('')}`;
}
