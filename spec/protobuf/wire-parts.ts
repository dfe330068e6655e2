import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** Fields one behind the other. */
export function message(...fields: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(fields));
}

export function varint(number: number, ...values: readonly (number | bigint)[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const value of values) writer.tag(number, WireType.Varint).int64(value);
  return writer.finish();
}

/** A varint that takes more bytes than it needs. */
export function longVarint(number: number, value: number): Uint8Array {
  const tag = new BinaryWriter().tag(number, WireType.Varint).finish();
  return Uint8Array.of(...tag, value | 0x80, 0x80, 0);
}

/** Numbers of a list in one field. */
export function packed(number: number, ...values: readonly number[]): Uint8Array {
  const writer = new BinaryWriter().tag(number, WireType.LengthDelimited).fork();
  for (const value of values) writer.int64(value);
  return writer.join().finish();
}

export function text(number: number, value: string): Uint8Array {
  return new BinaryWriter().tag(number, WireType.LengthDelimited).string(value).finish();
}

/** A length-delimited field: a message by its fields, or bytes. */
export function inner(number: number, ...fields: readonly Uint8Array[]): Uint8Array {
  return new BinaryWriter()
    .tag(number, WireType.LengthDelimited)
    .bytes(message(...fields))
    .finish();
}

export function bytes(...values: readonly number[]): Uint8Array {
  return Uint8Array.of(...values);
}

export function float(number: number, value: number): Uint8Array {
  return new BinaryWriter().tag(number, WireType.Bit32).float(value).finish();
}

export function double(number: number, value: number): Uint8Array {
  return new BinaryWriter().tag(number, WireType.Bit64).double(value).finish();
}

/** A fixed-size number by its bytes, four or eight. */
export function fixed(number: number, ...values: readonly number[]): Uint8Array {
  const wireType = values.length === 4 ? WireType.Bit32 : WireType.Bit64;
  return new BinaryWriter()
    .tag(number, wireType)
    .raw(bytes(...values))
    .finish();
}

export function group(number: number, ...fields: readonly Uint8Array[]): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(number, WireType.StartGroup).raw(message(...fields));
  return writer.tag(number, WireType.EndGroup).finish();
}
