import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** Builds messages field by field, as they stand on the wire. */

export type Bytes = Uint8Array;

export function join(...parts: readonly Bytes[]): Bytes {
  return Buffer.concat(parts);
}

/** Varints, each with its tag; negative ones in ten bytes. */
export function varint(number: number, ...values: readonly (number | bigint)[]): Bytes {
  const writer = new BinaryWriter();
  for (const value of values) writer.tag(number, WireType.Varint).uint64(BigInt.asUintN(64, BigInt(value)));
  return writer.finish();
}

/** A varint that takes more bytes than it needs. */
export function longVarint(number: number, value: number): Bytes {
  return rawVarint(number, value | 0x80, 0x80, 0);
}

/** Numbers of a list in one field. */
export function packed(number: number, ...values: readonly number[]): Bytes {
  const writer = new BinaryWriter().tag(number, WireType.LengthDelimited).fork();
  for (const value of values) writer.int64(value);
  return writer.join().finish();
}

/** A varint of which each byte is given. */
export function rawVarint(number: number, ...bytes: readonly number[]): Bytes {
  return new BinaryWriter().tag(number, WireType.Varint).raw(Uint8Array.from(bytes)).finish();
}

/** A length-delimited field: text, or a message or packed list that is made of parts. */
export function part(number: number, ...content: readonly (Bytes | string)[]): Bytes {
  const parts = content.map((each) => (typeof each === 'string' ? Buffer.from(each) : each));
  return new BinaryWriter()
    .tag(number, WireType.LengthDelimited)
    .bytes(join(...parts))
    .finish();
}

export function group(number: number, ...content: readonly Bytes[]): Bytes {
  const start = new BinaryWriter().tag(number, WireType.StartGroup).finish();
  return join(start, ...content, new BinaryWriter().tag(number, WireType.EndGroup).finish());
}

/** A fixed-size number by its bytes, four or eight. */
export function fixed(number: number, ...values: readonly number[]): Bytes {
  const wireType = values.length === 4 ? WireType.Bit32 : WireType.Bit64;
  return new BinaryWriter().tag(number, wireType).raw(Uint8Array.from(values)).finish();
}

/** Four bytes, as an integer. */
export function fixed32(number: number, value: number): Bytes {
  return new BinaryWriter().tag(number, WireType.Bit32).fixed32(value).finish();
}

/** Eight bytes, as an integer. */
export function fixed64(number: number, value: bigint): Bytes {
  return new BinaryWriter().tag(number, WireType.Bit64).fixed64(value).finish();
}

export function float(number: number, value: number): Bytes {
  return new BinaryWriter().tag(number, WireType.Bit32).float(value).finish();
}

export function double(number: number, value: number): Bytes {
  return new BinaryWriter().tag(number, WireType.Bit64).double(value).finish();
}

/** Bytes in hexadecimal, blanks apart. */
export function hex(text: string): Bytes {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}
