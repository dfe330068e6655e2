import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { WireShape } from '../types/wire-shape.js';

/** A piece of a message's bytes, and what stands there instead. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly replacement: Uint8Array;
}

const NOTHING = new Uint8Array();

/**
 * The bytes of a message without the fields whose wire type is not that of their declaration: protobuf's own parsers
 * take those for unknown fields, while protobuf-es reads on as if they fitted. Throws when the bytes are no message, or
 * a message within it reaches beyond its end. Looks into `levels` levels of messages.
 */
export function withoutMisfits(shape: WireShape, bytes: Uint8Array, levels: number): Uint8Array {
  const changes = levels > 0 ? findChanges(shape, bytes, levels) : [];
  if (changes.length === 0) return bytes;
  const writer = new BinaryWriter();
  let copied = 0;
  for (const { start, end, replacement } of changes) {
    writer.raw(bytes.subarray(copied, start)).raw(replacement);
    copied = end;
  }
  return writer.raw(bytes.subarray(copied)).finish();
}

function findChanges(shape: WireShape, bytes: Uint8Array, levels: number): Change[] {
  const changes: Change[] = [];
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const [number, wireType] = reader.tag();
    const field = shape.get(number);
    if (field === undefined || !field.wireTypes.includes(wireType)) {
      reader.skip(wireType, number);
      if (field !== undefined) changes.push({ start, end: reader.pos, replacement: NOTHING });
    } else if (field.content === undefined) {
      reader.skip(wireType, number);
    } else {
      const content = reader.bytes();
      const fitting = withoutMisfits(field.content(), content, levels - 1);
      if (fitting === content) continue;
      const replacement = new BinaryWriter().tag(number, WireType.LengthDelimited).bytes(fitting).finish();
      changes.push({ start, end: reader.pos, replacement });
    }
  }
  return changes;
}
