import { WireType } from '@bufbuild/protobuf/wire';
import { concatBytes, varintOf } from './wire-bytes.js';
import { WireCursor } from './wire-cursor.js';

/** One field of a message as it stands in the bytes. */
export interface WireField {
  readonly number: number;
  readonly wireType: WireType;
  /** Where its tag begins. */
  readonly start: number;
  /** Where its value begins: after the tag, and after the length of a length-delimited one. */
  readonly valueStart: number;
  /** Where its value ends: before the end tag of a group. */
  readonly valueEnd: number;
  /** Where the field ends. */
  readonly end: number;
}

/**
 * The fields of the message in `bytes` from `start` to `end`, in the order in which they stand, nested messages unread.
 * Undefined when that is no message. Never throws. https://protobuf.dev/programming-guides/encoding/
 */
export function readWireFields(
  bytes: Uint8Array,
  start: number = 0,
  end: number = bytes.length,
): readonly WireField[] | undefined {
  const fields: WireField[] = [];
  const cursor = new WireCursor(bytes, start, end);
  while (cursor.position < end) {
    const field = readField(cursor);
    if (field === undefined) return undefined;
    fields.push(field);
  }
  return fields;
}

/**
 * The field with another value, its tag as it stands. The length of a length-delimited one is as it stands where it is the
 * same, however it is written, and else the shortest form of the new one.
 */
export function withValue(bytes: Uint8Array, field: WireField, value: Uint8Array): Uint8Array {
  const { start, valueStart, valueEnd, end } = field;
  const isOtherLength = field.wireType === WireType.LengthDelimited && value.length !== valueEnd - valueStart;
  const opening = isOtherLength
    ? [bytes.subarray(start, tagEnd(bytes, start)), varintOf(value.length)]
    : [bytes.subarray(start, valueStart)];
  return concatBytes([...opening, value, bytes.subarray(valueEnd, end)]);
}

function tagEnd(bytes: Uint8Array, start: number): number {
  const cursor = new WireCursor(bytes, start, bytes.length);
  cursor.readTag();
  return cursor.position;
}

function readField(cursor: WireCursor): WireField | undefined {
  const start = cursor.position;
  const tag = cursor.readTag();
  if (tag === undefined) return undefined;
  const number = tag >>> 3;
  const wireType = tag & 7;
  if (wireType === WireType.StartGroup) {
    const valueStart = cursor.position;
    const valueEnd = cursor.skipGroup(number);
    return valueEnd === undefined
      ? undefined
      : { number, wireType, start, valueStart, valueEnd, end: cursor.position };
  }
  const size = cursor.readSize(wireType);
  if (size === undefined || size > cursor.end - cursor.position) return undefined;
  const valueStart = cursor.position;
  const end = valueStart + size;
  cursor.position = end;
  return { number, wireType, start, valueStart, valueEnd: end, end };
}
