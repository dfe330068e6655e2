import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { type ScalarFormat, scalarFormat, sizeOfZero } from '../types/scalar-format.js';
import { ScalarType } from '../types/scalar-type.js';
import { sameBytes } from '../wire/wire-bytes.js';
import { sameKept } from './class-probe.js';
import type { FieldProbe, ProbedWireType } from './field-probe.js';

/** NaN with a payload: who reads it as a number writes another. */
const ODD_NAN_32 = Uint8Array.of(1, 0, 0xc0, 0x7f);
const ODD_NAN_64 = Uint8Array.of(1, 0, 0, 0, 0, 0, 0xf8, 0x7f);

const TEXT = Uint8Array.of(0x61);
const TWO = Uint8Array.of(2);
const MORE_THAN_32_BITS: Uint8Array = new BinaryWriter().uint64(2n ** 32n + 1n).finish();
const ALL_32_BITS: Uint8Array = new BinaryWriter().uint32(2 ** 32 - 1).finish();

/**
 * The type of a scalar that the class reads in the wire type, as far as its one form depends on it: text is as good as
 * bytes, an enum as an int32, and zigzag is not told from other integers of as many bits.
 */
export function probeFormat(probe: FieldProbe, wireType: ProbedWireType): ScalarFormat {
  return scalarFormat(typeOf(probe, wireType));
}

function typeOf(probe: FieldProbe, wireType: ProbedWireType): ScalarType {
  switch (wireType) {
    case WireType.LengthDelimited:
      return ScalarType.BYTES;
    case WireType.Bit32:
      return keepsAll(probe, wireType, ODD_NAN_32) ? ScalarType.FIXED32 : ScalarType.FLOAT;
    case WireType.Bit64:
      return keepsAll(probe, wireType, ODD_NAN_64) ? ScalarType.FIXED64 : ScalarType.DOUBLE;
    default:
      return integerType(probe);
  }
}

function integerType(probe: FieldProbe): ScalarType {
  const two = lastKept(probe, WireType.Varint, TWO);
  if (two?.length === 1 && two[0] === 1) return ScalarType.BOOL;
  // One that refuses large integers has them.
  if (lastKept(probe, WireType.Varint, MORE_THAN_32_BITS)?.length !== 1) return ScalarType.UINT64;
  // As a negative number, it takes all ten bytes.
  const isSigned = lastKept(probe, WireType.Varint, ALL_32_BITS)?.length === 10;
  return isSigned ? ScalarType.INT32 : ScalarType.UINT32;
}

/** Whether the field at its default is the same as none: the class writes neither, or both. */
export function isDefaultImplicit(probe: FieldProbe, wireType: ProbedWireType): boolean {
  const zero = probe.field(wireType, new Uint8Array(sizeOfZero(wireType)));
  const [set, unset] = [probe.keep([zero]), probe.keep([])];
  return set !== undefined && unset !== undefined && sameKept(set, unset);
}

/** Whether the field, one of text or bytes, or of numbers that must be packed, is a list. */
export function keepsBoth(probe: FieldProbe): boolean {
  const text = probe.field(WireType.LengthDelimited, TEXT);
  const [first, second] = probe.keep([text, text]) ?? [];
  return second !== undefined || (first?.value.length ?? 0) > TEXT.length;
}

function keepsAll(probe: FieldProbe, wireType: ProbedWireType, value: Uint8Array): boolean {
  const kept = lastKept(probe, wireType, value);
  return kept !== undefined && sameBytes(kept, value);
}

function lastKept(probe: FieldProbe, wireType: ProbedWireType, value: Uint8Array): Uint8Array | undefined {
  return probe.keep([probe.field(wireType, value)])?.at(-1)?.value;
}
