import type { MessageBytes } from '../tap.js';
import type { Message } from '../types.js';

/** On a channel a message is its own bytes. */
export function bytesOf(message: Message): Buffer {
  return message as Buffer;
}

/** The bytes of a channel's messages, which need no tap. */
export const BYTES: MessageBytes = {
  prepare() {},
  bytesOfRequest: bytesOf,
  bytesOfResponse: bytesOf,
  undecodableResponse: () => undefined,
};
