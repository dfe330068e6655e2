import type { Message } from './program.js';

/** How one call's client makes, writes and reads messages. */
export interface ClientCodec {
  readonly serialize: (message: unknown) => Buffer;
  readonly deserialize: (bytes: Buffer) => unknown;
  /** The message that the client's program sends for this text. */
  make(message: Message): unknown;
  /** The text that `make` was given for such a message. */
  textOf(message: unknown): Message;
  /** A received message, as the log shows it. */
  show(message: unknown): string;
}
