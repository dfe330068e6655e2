import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { concatBytes, NO_BYTES } from '../wire/wire-bytes.js';

/**
 * Other keys for those of maps. What was the same key stays the same, and what was another stays another: a map keeps as
 * many entries. The default, which need not be written, stays, and so do booleans, of which there are but two.
 */
export class ReplacedKeys {
  readonly #numbers = new Map<string, number>();

  /** `replacement`, with a number behind it but for the first, in the place of text; a number in that of a number. */
  replace(content: Uint8Array, wireType: WireType, replacement: Uint8Array): Uint8Array {
    const value = wireType === WireType.Varint ? varint(new BinaryReader(content).uint64()) : content;
    if (value.every((byte) => byte === 0) && wireType !== WireType.LengthDelimited) return content;
    if (value.length === 0) return content;
    const id = `${wireType} ${Buffer.from(value).toString('latin1')}`;
    const number = this.#numbers.get(id) ?? this.#numbers.size + 1;
    this.#numbers.set(id, number);
    switch (wireType) {
      case WireType.Varint:
        return varint(number);
      case WireType.Bit32:
      case WireType.Bit64:
        return littleEndian(number, content.length);
      default:
        return concatBytes([replacement, number === 1 && replacement.length > 0 ? NO_BYTES : suffix(number)]);
    }
  }
}

function varint(value: number | bigint | string): Uint8Array {
  return new BinaryWriter().uint64(value).finish();
}

function littleEndian(value: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function suffix(number: number): Uint8Array {
  return new TextEncoder().encode(` ${number}`);
}
