import type { ClientCodec } from './client-codec.js';
import type { Hand } from './disorder/hand.js';
import { sheetCodec, type Writing, writeResponse } from './disorder/sheet-codec.js';
import { type CallPlan, type Codec, isFlavour, type Message } from './program.js';

/** An object message; what protobuf would make of an empty one is no bytes at all. */
interface Note {
  text: string;
}

/** One object for every empty response: messages are not told apart by identity. */
const EMPTY: Note = Object.freeze({ text: '' });

/** The (de)serialisers of one call, which also throw where the plan says so. */
export function createCodec(plan: CallPlan, writing: Writing): ClientCodec {
  const codec = codecOf(plan.codec, writing);
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
    textOf: codec.textOf,
    show: codec.show,
  };
}

/** A response as the server of the program writes it. */
export function encodeResponse(codec: Codec, message: Message, hand: Hand): Buffer {
  return isFlavour(codec) ? writeResponse(codec, message, hand) : Buffer.from(message, 'latin1');
}

function codecOf(codec: Codec, writing: Writing): ClientCodec {
  switch (codec) {
    case 'bytes':
      return {
        make: (message) => Buffer.from(message, 'latin1'),
        serialize: (message) => message as Buffer,
        deserialize: (bytes) => bytes,
        textOf: (message) => (message as Buffer).toString('latin1'),
        show: (message) => (Buffer.isBuffer(message) ? `0x${message.toString('hex')}` : showOther(message)),
      };
    case 'text':
      return {
        make: (message) => message,
        serialize: (message) => Buffer.from(message as string, 'latin1'),
        deserialize: (bytes) => bytes.toString('latin1'),
        textOf: (message) => message as string,
        show: (message) => JSON.stringify(message),
      };
    case 'object':
      return { ...noteCodec, make: (text) => ({ text }) };
    case 'reused': {
      const note: Note = { text: '' };
      return { ...noteCodec, make: (text) => Object.assign(note, { text }) };
    }
    default:
      return sheetCodec(codec, writing);
  }
}

const noteCodec: Omit<ClientCodec, 'make'> = {
  serialize: (message) => Buffer.from((message as Note).text, 'latin1'),
  deserialize: (bytes) => (bytes.length === 0 ? EMPTY : { text: bytes.toString('latin1') }),
  textOf: (message) => (message as Note).text,
  show: (message) => JSON.stringify(message),
};

function showOther(message: unknown): string {
  return `not a buffer: ${String(message)}`;
}
