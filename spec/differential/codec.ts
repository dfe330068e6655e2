import type { CallPlan, Codec, Message } from './program.js';

/** An object message; what protobuf would make of an empty one is no bytes at all. */
interface Note {
  text: string;
}

/** One object for every empty response: messages are not told apart by identity. */
const EMPTY: Note = Object.freeze({ text: '' });

export interface ClientCodec {
  readonly serialize: (message: unknown) => Buffer;
  readonly deserialize: (bytes: Buffer) => unknown;
  /** The message that the client's program sends for this text. */
  make(message: Message): unknown;
  /** A received message, as the log shows it. */
  show(message: unknown): string;
}

/** The (de)serialisers of one call, which also throw where the plan says so. */
export function createCodec(plan: CallPlan): ClientCodec {
  const codec = plainCodec(plan.codec);
  let made = 0;
  let failing: unknown = {};
  let read = 0;
  return {
    make(message) {
      const value = codec.make(message);
      made++;
      if (made === plan.serializeThrowsOn) failing = value;
      return value;
    },
    serialize(message) {
      if (message === failing) throw new Error(`cannot serialise request ${plan.serializeThrowsOn}`);
      return codec.serialize(message);
    },
    deserialize(bytes) {
      read++;
      if (read === plan.deserializeThrowsOn) throw new Error(`cannot decode response ${read}`);
      return codec.deserialize(bytes);
    },
    show: codec.show,
  };
}

function plainCodec(codec: Codec): ClientCodec {
  switch (codec) {
    case 'bytes':
      return {
        make: (message) => Buffer.from(message, 'latin1'),
        serialize: (message) => message as Buffer,
        deserialize: (bytes) => bytes,
        show: (message) => (Buffer.isBuffer(message) ? `0x${message.toString('hex')}` : showOther(message)),
      };
    case 'text':
      return {
        make: (message) => message,
        serialize: (message) => Buffer.from(message as string, 'latin1'),
        deserialize: (bytes) => bytes.toString('latin1'),
        show: (message) => JSON.stringify(message),
      };
    case 'object':
      return { ...noteCodec, make: (text) => ({ text }) };
    case 'reused': {
      const note: Note = { text: '' };
      return { ...noteCodec, make: (text) => Object.assign(note, { text }) };
    }
  }
}

const noteCodec: Omit<ClientCodec, 'make'> = {
  serialize: (message) => Buffer.from((message as Note).text, 'latin1'),
  deserialize: (bytes) => (bytes.length === 0 ? EMPTY : { text: bytes.toString('latin1') }),
  show: (message) => JSON.stringify(message),
};

function showOther(message: unknown): string {
  return `not a buffer: ${String(message)}`;
}
