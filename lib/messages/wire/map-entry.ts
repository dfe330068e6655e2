import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { readWireFields, type WireField } from './wire-fields.js';

/** The fields of an entry. https://protobuf.dev/programming-guides/encoding/#maps */
export const KEY = 1;
export const VALUE = 2;

/**
 * Whether an entry has the key that is written so: text, an integer or `true` and `false`. The keys of a map of `sint32`
 * or `sint64` are not told from those of other integers, and are taken for such.
 */
export function hasKey(content: Uint8Array, text: string): boolean {
  if (readWireFields(content) === undefined) return false;
  const key = keyField(content);
  if (key === undefined) return text === '' || text === '0' || text === 'false';
  return keyTexts(key.wireType, content.subarray(key.valueStart, key.valueEnd)).includes(text);
}

function keyTexts(wireType: WireType, value: Uint8Array): readonly string[] {
  const reader = new BinaryReader(value);
  switch (wireType) {
    case WireType.LengthDelimited:
      return [new TextDecoder('utf-8', { ignoreBOM: true }).decode(value)];
    case WireType.Varint:
      return varintTexts(BigInt(reader.uint64()));
    case WireType.Bit32:
      return integerTexts(BigInt(reader.fixed32()), 32);
    case WireType.Bit64:
      return integerTexts(BigInt(reader.fixed64()), 64);
    default:
      return [];
  }
}

function varintTexts(value: bigint): readonly string[] {
  const texts = integerTexts(value, 64);
  return value > 1n ? texts : [...texts, value === 1n ? 'true' : 'false'];
}

function integerTexts(value: bigint, bits: number): readonly string[] {
  return [value.toString(), BigInt.asIntN(bits, value).toString()];
}

function keyField(content: Uint8Array): WireField | undefined {
  return readWireFields(content)?.findLast(({ number }) => number === KEY);
}
