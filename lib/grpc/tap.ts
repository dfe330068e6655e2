import type { Message, MethodDefinition } from './types.js';

/** A message as it was read, with the bytes it was read from. */
interface Heard {
  readonly message: Message;
  readonly bytes: Uint8Array;
}

/** More than this many responses that nobody asked about are forgotten: an interceptor beneath swallows them. */
const MOST_UNCLAIMED = 64;

const taps = new WeakMap<MethodDefinition, Tap>();

/** The tap of a method definition. It is set once: a retrying interceptor passes the same definition again. */
export function tapOf(definition: MethodDefinition): Tap {
  const known = taps.get(definition);
  if (known !== undefined) return known;
  const tap = new Tap(definition);
  taps.set(definition, tap);
  return tap;
}

/**
 * The bytes of the wire, seen where grpc-js makes them of messages and messages of them. That happens under the last
 * interceptor, and only by the definition it was given, hence the wrapping in place.
 */
export class Tap {
  readonly serialize: MethodDefinition['requestSerialize'];
  readonly deserialize: MethodDefinition['responseDeserialize'];
  #said: Heard | undefined;
  #heard: Heard[] = [];
  #undecodable: Uint8Array[] = [];

  constructor(definition: MethodDefinition) {
    this.serialize = definition.requestSerialize;
    this.deserialize = definition.responseDeserialize;
    definition.requestSerialize = (message) => {
      const bytes = this.serialize.call(definition, message);
      this.#said = { message, bytes };
      return bytes;
    };
    definition.responseDeserialize = (bytes) => this.#decode(definition, bytes);
  }

  /**
   * The bytes of a request that was just passed on. Where an interceptor beneath holds it back or passes on another
   * message, they are made here. Throws what the client's serialiser throws.
   */
  bytesOfRequest(message: Message): Uint8Array {
    const said = this.#said;
    this.#said = undefined;
    return said !== undefined && said.message === message ? said.bytes : this.serialize(message);
  }

  /**
   * The bytes of a response that was just handed over. Where an interceptor beneath replaced the message, those of the
   * one it replaced; undefined when none was read.
   */
  bytesOfResponse(message: Message): Uint8Array | undefined {
    const index = this.#heard.findIndex((heard) => heard.message === message);
    if (index < 0) return message === null ? undefined : this.#heard.shift()?.bytes;
    const [found] = this.#heard.splice(0, index + 1).slice(-1);
    return found?.bytes;
  }

  /** The bytes of a response that the client could not decode, if there was one. */
  undecodableResponse(): Uint8Array | undefined {
    return this.#undecodable.shift();
  }

  #decode(definition: MethodDefinition, bytes: Buffer): Message {
    let message: Message;
    try {
      message = this.deserialize.call(definition, bytes);
    } catch (error) {
      remember(this.#undecodable, bytes);
      throw error;
    }
    remember(this.#heard, { message, bytes });
    return message;
  }
}

function remember<T>(list: T[], item: T): void {
  list.push(item);
  if (list.length > MOST_UNCLAIMED) list.shift();
}
