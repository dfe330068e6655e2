import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { type ClassProbe, type Kept, sameKept } from '../types/class-probe.js';
import type { FieldSpot } from '../types/class-spot.js';
import { sameBytes, wireField } from '../wire/wire-bytes.js';
import type { WireField } from '../wire/wire-fields.js';
import { isUtf8 } from '../wire/wire-text.js';

/** Integers that are one number in JavaScript, zigzag or not, and differ in their lower halves. */
const CLOSE = [2n ** 60n + 1n, 2n ** 60n + 3n] as const;
const INTEGERS = [WireType.Varint, WireType.Bit64] as const;
type IntegerType = (typeof INTEGERS)[number];

/** What is not UTF-8. */
const NO_TEXT: Uint8Array = Uint8Array.of(0xff);

/**
 * Throws where the class would lose the value of a field that it knows and that is no message: 64-bit integers that it has
 * as numbers; a negative zero without presence, which
 * google-protobuf and protobuf-ts do not write; what is not UTF-8 in text, which is replaced.
 */
export function assertKeepsValue(
  probe: ClassProbe,
  spot: FieldSpot,
  bytes: Uint8Array,
  field: WireField,
): void {
  assertTellsIntegers(probe, spot, field.wireType);
  const { wireType, valueStart, valueEnd } = field;
  const isLost =
    wireType === WireType.LengthDelimited
      ? !isUtf8(bytes, valueStart, valueEnd) && losesBytes(probe, spot)
      : isNegativeZero(bytes, field) &&
        losesNegativeZero(probe, spot, bytes.subarray(field.start, field.end), wireType);
  if (isLost) throw new Error('The class would lose a value.');
}

function assertTellsIntegers(probe: ClassProbe, spot: FieldSpot, wireType: WireType): void {
  const wireTypes = wireType === WireType.LengthDelimited ? INTEGERS : [wireType];
  for (const type of INTEGERS) {
    if (wireTypes.includes(type) && probe.isKnown(spot, type) && !tellsIntegers(probe, spot, type)) {
      throw new Error('The class cannot tell integers apart.');
    }
  }
}

function tellsIntegers(probe: ClassProbe, spot: FieldSpot, wireType: IntegerType): boolean {
  return probe.remember(spot, `tells integers of wire type ${wireType}`, () => {
    const [one, first, second] = [1n, ...CLOSE].map((integer) => {
      const writer = new BinaryWriter();
      const value = wireType === WireType.Varint ? writer.uint64(integer) : writer.fixed64(integer);
      return probe.keep(spot, [wireField(spot.number, wireType, value.finish())]);
    });
    // One that refuses large integers also does when they are met. To a boolean, all but zero are one.
    return !isSame(first, second) || isSame(first, one);
  });
}

function isSame(one: readonly Kept[] | undefined, other: readonly Kept[] | undefined): boolean {
  return one !== undefined && other !== undefined && sameKept(one, other);
}

function losesBytes(probe: ClassProbe, spot: FieldSpot): boolean {
  return probe.remember(spot, 'loses bytes', () => {
    const kept = probe.keep(spot, [wireField(spot.number, WireType.LengthDelimited, NO_TEXT)]);
    return kept !== undefined && !kept.some(({ value }) => sameBytes(value, NO_TEXT));
  });
}

function losesNegativeZero(
  probe: ClassProbe,
  spot: FieldSpot,
  field: Uint8Array,
  wireType: WireType,
): boolean {
  return probe.remember(spot, `loses the negative zero of wire type ${wireType}`, () => {
    const kept = probe.keep(spot, [field]);
    return kept?.some(({ value }) => value.at(-1) === 0x80) !== true;
  });
}

function isNegativeZero(bytes: Uint8Array, { wireType, valueStart, valueEnd }: WireField): boolean {
  if (wireType !== WireType.Bit32 && wireType !== WireType.Bit64) return false;
  const value = bytes.subarray(valueStart, valueEnd);
  return value.at(-1) === 0x80 && value.subarray(0, -1).every((byte) => byte === 0);
}
