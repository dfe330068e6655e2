import { isRecord } from './is-record.js';
import { findMessageType } from './protobuf-ts.js';

/** The static decoders of message classes: google-protobuf and protoc-gen-ts, protoc-gen-ts, protobufjs. */
const DECODERS = ['deserializeBinary', 'deserialize', 'decode'] as const;

/** Makes a message of its bytes. */
export type Decoder = (bytes: Uint8Array) => unknown;

/** How a client reads and writes the messages of one type. */
export interface MessageCodec {
  /** What `findDecoder` gives for one of its messages. */
  decode(bytes: Uint8Array): unknown;
  /** The client's own `requestSerialize`. */
  encode(message: unknown): Uint8Array;
}

/**
 * The decoder of the message's class, so that its view can be derived later, from bytes. Undefined for a message without
 * a class of its own, such as those of proto-loader and ts-proto. Never throws.
 */
export function findDecoder(message: unknown): Decoder | undefined {
  try {
    if (!isRecord(message)) return undefined;
    const messageType = findMessageType(message);
    if (messageType !== undefined) return (bytes) => messageType.fromBinary(bytes);
    const messageClass: unknown = message.constructor;
    if (typeof messageClass !== 'function') return undefined;
    const statics = messageClass as unknown as { readonly [name: string]: unknown };
    const name = DECODERS.find((each) => typeof statics[each] === 'function');
    return name && ((bytes) => (statics[name] as Decoder)(bytes));
  } catch {
    // Not a message: an object whose properties fail.
    return undefined;
  }
}
