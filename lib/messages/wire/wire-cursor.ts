import { WireType } from '@bufbuild/protobuf/wire';
import { keepShape } from '../../model/keep-shape.js';
import { MOST_LEVELS } from './levels.js';

const MOST_VARINT_BYTES = 10;
/** Of a tag or a length, which are unsigned 32-bit integers. */
const MOST_UINT32_BYTES = 5;

/**
 * A place in the bytes of a message, which moves on as they are read. What cannot be read gives undefined, not an
 * exception: most bytes that are tried as a message are none, and throwing costs more than the rest.
 */
export class WireCursor {
  position: number;
  readonly end: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /** Reads a tag: the field's number times eight, and its wire type. */
  readTag(): number | undefined {
    const tag = this.#readUint32();
    return tag === undefined || tag >>> 3 === 0 ? undefined : tag;
  }

  /** How many bytes the value takes that begins here. Moves behind the length of a length-delimited one. */
  readSize(wireType: WireType): number | undefined {
    switch (wireType) {
      case WireType.Varint:
        return this.#findVarintSize();
      case WireType.Bit64:
        return 8;
      case WireType.LengthDelimited:
        return this.#readUint32();
      case WireType.Bit32:
        return 4;
      default:
        return undefined;
    }
  }

  /** Moves behind a group's end tag, and gives the place where that begins. */
  skipGroup(number: number, levels: number = MOST_LEVELS): number | undefined {
    while (this.position < this.end && levels > 0) {
      const start = this.position;
      const tag = this.readTag();
      if (tag === undefined) return undefined;
      const wireType = tag & 7;
      if (wireType === WireType.EndGroup) return tag >>> 3 === number ? start : undefined;
      if (wireType === WireType.StartGroup) {
        if (this.skipGroup(tag >>> 3, levels - 1) === undefined) return undefined;
      } else {
        const size = this.readSize(wireType);
        if (size === undefined || size > this.end - this.position) return undefined;
        this.position += size;
      }
    }
    return undefined;
  }

  #findVarintSize(): number | undefined {
    const most = Math.min(MOST_VARINT_BYTES, this.end - this.position);
    for (let size = 1; size <= most; size += 1) {
      if (this.#byteAt(this.position + size - 1) < 0x80) return size;
    }
    return undefined;
  }

  #readUint32(): number | undefined {
    let value = 0;
    const most = Math.min(MOST_UINT32_BYTES, this.end - this.position);
    for (let count = 0; count < most; count += 1) {
      const byte = this.#byteAt(this.position);
      this.position += 1;
      if (count === MOST_UINT32_BYTES - 1 && byte > 0x0f) return undefined;
      value |= (byte & 0x7f) << (7 * count);
      if (byte < 0x80) return value >>> 0;
    }
    return undefined;
  }

  #byteAt(position: number): number {
    return this.#bytes[position] as number;
  }
}

keepShape(new WireCursor(new Uint8Array(), 0, 0));
