import { WireType } from '@bufbuild/protobuf/wire';
import { once } from '../types/once.js';
import { KEY, VALUE } from '../wire/map-entry.js';
import { concatBytes, delimitedField, NO_BYTES, wireField } from '../wire/wire-bytes.js';

/** Two keys for each wire type that a key can have. */
export const keyPairs: () => readonly (readonly [Uint8Array, Uint8Array])[] = once(() => [
  [delimitedField(KEY, Uint8Array.of(0x61)), delimitedField(KEY, Uint8Array.of(0x62))],
  numberPair(WireType.Varint, 1),
  numberPair(WireType.Bit32, 4),
  numberPair(WireType.Bit64, 8),
]);

function numberPair(wireType: WireType, length: number): readonly [Uint8Array, Uint8Array] {
  const one = new Uint8Array(length);
  one[0] = 1;
  return [wireField(KEY, wireType, new Uint8Array(length)), wireField(KEY, wireType, one)];
}

/** An entry with a key and a value for each pair of wire types that they can have. */
export const exampleEntries: () => readonly Uint8Array[] = once(() =>
  keyPairs().flatMap(([key]) =>
    [
      wireField(VALUE, WireType.LengthDelimited, NO_BYTES),
      wireField(VALUE, WireType.Varint, new Uint8Array(1)),
      wireField(VALUE, WireType.Bit32, new Uint8Array(4)),
      wireField(VALUE, WireType.Bit64, new Uint8Array(8)),
    ].map((value) => concatBytes([key, value])),
  ),
);
