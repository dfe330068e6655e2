import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** No bytes: an empty message, text or list. */
export const NO_BYTES: Uint8Array = new Uint8Array();

/** A length-delimited field. */
export function delimitedField(number: number, content: Uint8Array): Uint8Array {
  return new BinaryWriter().tag(number, WireType.LengthDelimited).bytes(content).finish();
}

/** A field of any wire type but a group, its value as it stands on the wire, without the length. */
export function wireField(number: number, wireType: WireType, value: Uint8Array): Uint8Array {
  if (wireType === WireType.LengthDelimited) return delimitedField(number, value);
  return new BinaryWriter().tag(number, wireType).raw(value).finish();
}

/** An unsigned integer in its shortest form. */
export function varintOf(value: number): Uint8Array {
  return new BinaryWriter().uint32(value).finish();
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Whether both hold the same bytes. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false;
  return true;
}
