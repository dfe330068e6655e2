import type { MessageCodec } from '../types/find-decoder.js';
import { tidyMessage } from './tidy-message.js';

/** What a class writes of the bytes that it has read; undefined where it cannot. Never throws. */
export type NormalForm = (bytes: Uint8Array) => Uint8Array | undefined;

/**
 * The class's own way of writing a message: fields in its order, lists packed or not as declared, no duplicates, no
 * written defaults, shortest varints. What the class does not know may be lost.
 */
export function normalFormOf(codec: MessageCodec): NormalForm {
  return (bytes) => {
    try {
      // A copy, as a decoder may keep or change what it is given.
      const message = codec.decode(new Uint8Array(bytes));
      tidyMessage(message);
      const encoded: unknown = codec.encode(message);
      return encoded instanceof Uint8Array ? encoded : undefined;
    } catch {
      // The bytes are no such message, or the class cannot write what it reads.
      return undefined;
    }
  };
}
