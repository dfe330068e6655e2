import { WireType } from '@bufbuild/protobuf/wire';
import { ScalarType } from './scalar-type.js';

/** How a scalar, or the value of an enum, stands on the wire. */
export interface ScalarFormat {
  /** `INT32` for an enum. */
  readonly type: ScalarType;
  readonly wireType: WireType;
  readonly mustBeUtf8: boolean;
  /** The one form of what stands for an absent value. */
  readonly zero: Uint8Array;
}

/** The format of a scalar. */
export function scalarFormat(type: ScalarType, mustBeUtf8 = false): ScalarFormat {
  const wireType = scalarWireType(type);
  return { type, wireType, mustBeUtf8, zero: new Uint8Array(sizeOfZero(wireType)) };
}

/** How many bytes the default of a scalar takes, without a length. */
export function sizeOfZero(wireType: WireType): number {
  switch (wireType) {
    case WireType.Bit64:
      return 8;
    case WireType.Bit32:
      return 4;
    case WireType.LengthDelimited:
      return 0;
    default:
      return 1;
  }
}

function scalarWireType(type: ScalarType): WireType {
  switch (type) {
    case ScalarType.STRING:
    case ScalarType.BYTES:
      return WireType.LengthDelimited;
    case ScalarType.DOUBLE:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return WireType.Bit64;
    case ScalarType.FLOAT:
    case ScalarType.FIXED32:
    case ScalarType.SFIXED32:
      return WireType.Bit32;
    default:
      return WireType.Varint;
  }
}
