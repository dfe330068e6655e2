import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { ScalarFormat } from '../types/scalar-format.js';
import { ScalarType } from '../types/scalar-type.js';
import { WireCursor } from '../wire/wire-cursor.js';
import { assertUtf8 } from '../wire/wire-text.js';

const QUIET_NAN_32 = Uint8Array.of(0, 0, 0xc0, 0x7f);
const QUIET_NAN_64 = Uint8Array.of(0, 0, 0, 0, 0, 0, 0xf8, 0x7f);

/**
 * The one form of the value in `bytes` from `start` to `end`, without a length: the shortest varint of what is left of
 * it in its type, and one NaN. A negative zero stays one. Throws when it is text that is not UTF-8.
 */
export function canonicalScalar(
  format: ScalarFormat,
  bytes: Uint8Array,
  start: number,
  end: number,
): Uint8Array {
  if (format.mustBeUtf8) assertUtf8(bytes, start, end);
  const value = bytes.subarray(start, end);
  return isSettled(format, bytes, start, end) ? value : settle(format.type, value);
}

/**
 * The values of the packed list from `start` to `end` in their one form, one behind the other, in as few pieces as may
 * be; each value as a piece where they are wanted `apart`. Throws when that is no such list.
 */
export function canonicalPacked(
  format: ScalarFormat,
  bytes: Uint8Array,
  start: number,
  end: number,
  apart: boolean,
): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  const cursor = new WireCursor(bytes, start, end);
  let copied = start;
  while (cursor.position < end) {
    const valueStart = cursor.position;
    const size = cursor.readSize(format.wireType);
    if (size === undefined || size > end - valueStart) throw new Error('premature EOF');
    cursor.position += size;
    if (!apart && isSettled(format, bytes, valueStart, cursor.position)) continue;
    if (copied < valueStart) pieces.push(bytes.subarray(copied, valueStart));
    pieces.push(canonicalScalar(format, bytes, valueStart, cursor.position));
    copied = cursor.position;
  }
  if (copied < end) pieces.push(bytes.subarray(copied, end));
  return pieces;
}

/** Whether a value surely stands in its one form. Tells most varints without reading them. */
function isSettled({ type, wireType }: ScalarFormat, bytes: Uint8Array, start: number, end: number): boolean {
  switch (wireType) {
    case WireType.Varint:
      return isShortest(type, end - start, bytes[end - 1] as number);
    case WireType.Bit32:
      return type !== ScalarType.FLOAT || !isNaN32(bytes, start);
    case WireType.Bit64:
      return type !== ScalarType.DOUBLE || !isNaN64(bytes, start);
    default:
      return true;
  }
}

/** Whether a varint has bits to spare in its type, and no byte for nothing. */
function isShortest(type: ScalarType, size: number, last: number): boolean {
  if (type === ScalarType.BOOL) return size === 1 && last <= 1;
  return size === 1 || (size <= sureBytes(type) && last !== 0);
}

/** How many bytes of seven bits cannot exceed the type. */
function sureBytes(type: ScalarType): number {
  return type === ScalarType.INT64 || type === ScalarType.UINT64 || type === ScalarType.SINT64 ? 9 : 4;
}

function settle(type: ScalarType, value: Uint8Array): Uint8Array {
  const reader = new BinaryReader(value);
  const writer = new BinaryWriter();
  switch (type) {
    case ScalarType.FLOAT:
      return QUIET_NAN_32;
    case ScalarType.DOUBLE:
      return QUIET_NAN_64;
    case ScalarType.BOOL:
      return writer.bool(reader.bool()).finish();
    case ScalarType.INT32:
      return writer.int32(reader.int32()).finish();
    case ScalarType.UINT32:
    case ScalarType.SINT32:
      return writer.uint32(reader.uint32()).finish();
    default:
      return writer.uint64(reader.uint64()).finish();
  }
}

function isNaN32(bytes: Uint8Array, start: number): boolean {
  if (((bytes[start + 3] as number) & 0x7f) !== 0x7f) return false;
  const third = bytes[start + 2] as number;
  return third > 0x80 || (third === 0x80 && isSomeSet(bytes, start, start + 2));
}

function isNaN64(bytes: Uint8Array, start: number): boolean {
  if (((bytes[start + 7] as number) & 0x7f) !== 0x7f) return false;
  const seventh = bytes[start + 6] as number;
  return seventh > 0xf0 || (seventh === 0xf0 && isSomeSet(bytes, start, start + 6));
}

function isSomeSet(bytes: Uint8Array, start: number, end: number): boolean {
  return bytes.subarray(start, end).some((byte) => byte !== 0);
}
