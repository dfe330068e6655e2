import { type DescField, ScalarType } from '@bufbuild/protobuf';
import type { ScalarValue } from '@bufbuild/protobuf/reflect';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Dice } from './random-message.js';

/** A field of scalars by number; an enum is an `INT32`. */
export interface ScalarField {
  readonly number: number;
  readonly type: ScalarType;
}

export function scalarFieldOf(field: DescField): ScalarField {
  return { number: field.number, type: field.scalar ?? ScalarType.INT32 };
}

export function isPackable({ type }: ScalarField): boolean {
  return type !== ScalarType.STRING && type !== ScalarType.BYTES;
}

/** One of the ways in which a value can be written, with its tag. */
export function sloppyField(dice: Dice, { number, type }: ScalarField, value: ScalarValue): Uint8Array {
  const { wireType, bytes } = sloppyScalar(dice, type, value);
  if (wireType === WireType.LengthDelimited) return delimited(number, bytes);
  return new BinaryWriter().tag(number, wireType).raw(bytes).finish();
}

/** The values as a packed list. */
export function packedField(
  dice: Dice,
  { number, type }: ScalarField,
  values: readonly ScalarValue[],
): Uint8Array {
  return delimited(number, Buffer.concat(values.map((value) => sloppyScalar(dice, type, value).bytes)));
}

export function delimited(number: number, content: Uint8Array): Uint8Array {
  return new BinaryWriter().tag(number, WireType.LengthDelimited).bytes(content).finish();
}

export function group(number: number, content: Uint8Array): Uint8Array {
  const writer = new BinaryWriter().tag(number, WireType.StartGroup).raw(content);
  return writer.tag(number, WireType.EndGroup).finish();
}

function sloppyScalar(
  dice: Dice,
  type: ScalarType,
  value: ScalarValue,
): { readonly wireType: WireType; readonly bytes: Uint8Array } {
  const writer = new BinaryWriter();
  switch (type) {
    case ScalarType.STRING:
      return { wireType: WireType.LengthDelimited, bytes: Buffer.from(value as string) };
    case ScalarType.BYTES:
      return { wireType: WireType.LengthDelimited, bytes: value as Uint8Array };
    case ScalarType.FLOAT:
      if (Number.isNaN(value)) writer.fixed32(0xff800001 + dice(2));
      else writer.float(value as number);
      return { wireType: WireType.Bit32, bytes: writer.finish() };
    case ScalarType.DOUBLE:
      if (Number.isNaN(value)) writer.fixed64(0x7ff0000000000001n + BigInt(dice(2)));
      else writer.double(value as number);
      return { wireType: WireType.Bit64, bytes: writer.finish() };
    case ScalarType.FIXED32:
    case ScalarType.SFIXED32:
      return { wireType: WireType.Bit32, bytes: writer.fixed32((value as number) >>> 0).finish() };
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return { wireType: WireType.Bit64, bytes: writer.fixed64(unsigned(value)).finish() };
    default:
      return { wireType: WireType.Varint, bytes: sloppyVarint(dice, varintOf(dice, type, value)) };
  }
}

function varintOf(dice: Dice, type: ScalarType, value: ScalarValue): bigint {
  const number = BigInt(value as bigint | number | boolean);
  switch (type) {
    case ScalarType.SINT32:
    case ScalarType.SINT64:
      return unsigned(number < 0 ? -2n * number - 1n : 2n * number);
    case ScalarType.BOOL:
      return number * BigInt(1 + dice(5));
    case ScalarType.INT32:
      return dice(2) === 0 ? BigInt.asUintN(32, number) : unsigned(number);
    default:
      return unsigned(number);
  }
}

function unsigned(value: ScalarValue): bigint {
  return BigInt.asUintN(64, BigInt(value as bigint | number));
}

/** A varint, with bytes behind it that add nothing. */
function sloppyVarint(dice: Dice, value: bigint): Uint8Array {
  const bytes = [...new BinaryWriter().uint64(value).finish()];
  for (let more = dice(3); more > 0 && bytes.length < 10; more -= 1) {
    bytes.push((bytes.pop() as number) | 0x80, 0);
  }
  return Uint8Array.from(bytes);
}
