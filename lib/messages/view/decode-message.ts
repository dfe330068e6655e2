import { type DescMessage, fromBinary, type Message } from '@bufbuild/protobuf';
import { wireShapeOf } from '../types/wire-shape.js';
import { MOST_MESSAGES } from '../wire/levels.js';
import { withoutMisfits } from './misfits.js';

/**
 * The message in the bytes. Throws when they are none. A field that comes in another wire type than its own is left
 * out, as protobuf's own parsers do.
 */
export function decodeMessage(desc: DescMessage, bytes: Uint8Array): Message {
  // A map's entry counts as a level there.
  const fitting = withoutMisfits(wireShapeOf(desc), bytes, 2 * MOST_MESSAGES);
  return fromBinary(desc, fitting, { recursionLimit: MOST_MESSAGES });
}
