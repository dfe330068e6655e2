import { keepShape } from '../model/keep-shape.js';
import type { Message, MethodDefinition } from './types.js';

/** The last responses that are no objects, such as text, whose bytes are remembered by value. */
const MOST_VALUES = 64;

/** How a live call finds the bytes of its messages. */
export interface MessageBytes {
  /** Sends these bytes for the message when it is serialised next: a client may have changed it since it sent it. */
  prepare(message: Message, bytes: Buffer): void;
  /**
   * The bytes of a request that was just passed on. Where an interceptor beneath holds it back or passes on another
   * message, they are made here. Throws what the client's serialiser throws.
   */
  bytesOfRequest(message: Message): Uint8Array;
  /**
   * The bytes of a response that was just handed over. Where an interceptor beneath replaced the message, those of the
   * one it replaced; undefined when none was read since.
   */
  bytesOfResponse(message: Message): Uint8Array | undefined;
  /** The bytes of a response that the client could not decode, if there was one. */
  undecodableResponse(): Uint8Array | undefined;
}

const taps = new WeakMap<MethodDefinition, Tap>();

/** The tap of a method definition. It is set once: a retrying interceptor passes the same definition again. */
export function tapOf(definition: MethodDefinition): Tap {
  const known = taps.get(definition);
  if (known !== undefined) return known;
  const tap = new Tap(definition);
  taps.set(definition, tap);
  return tap;
}

/** The client's own way with its messages. Both throw what the client's functions throw. */
interface Codec {
  serialize(message: Message): Buffer;
  deserialize(bytes: Buffer): Message;
}

/** That of a definition, which stays without a tap if it has none: what nobody records is not to be kept. */
export function codecOf(definition: MethodDefinition): Codec {
  const tap = taps.get(definition);
  if (tap !== undefined) return tap;
  const { requestSerialize, responseDeserialize } = definition;
  return {
    serialize: (message) => requestSerialize.call(definition, message),
    deserialize: (bytes) => responseDeserialize.call(definition, bytes),
  };
}

/**
 * The bytes of the wire, seen where grpc-js makes them of messages and messages of them. That happens under the last
 * interceptor, and only by the definition it was given, hence the wrapping in place.
 */
class Tap implements MessageBytes, Codec {
  readonly #definition: MethodDefinition;
  readonly #serialize: MethodDefinition['requestSerialize'];
  readonly #deserialize: MethodDefinition['responseDeserialize'];
  /** What was serialised last, until somebody asks. */
  #sent: Message;
  #sentBytes: Uint8Array | undefined;
  /** What is to be sent for a message when grpc-js serialises it next. */
  #prepared: { readonly message: Message; readonly bytes: Buffer } | undefined;
  /** The object that was made last, and its bytes, until they are asked for. Mostly that is before the next is made. */
  #lastObject: object | undefined;
  #lastBytes: Uint8Array | undefined;
  /** The same of those before it. */
  readonly #bytesOfObjects = new WeakMap<object, Uint8Array>();
  readonly #bytesOfValues = new Map<Message, Uint8Array>();
  #hasForgottenValues = false;
  /** The bytes of the last response, until they are asked for under any name. */
  #unclaimed: Uint8Array | undefined;
  /** What was asked for last: a second cassette in the same list of interceptors asks again. */
  #claimed: Message;
  #claimedBytes: Uint8Array | undefined;
  #undecodable: Uint8Array | undefined;

  constructor(definition: MethodDefinition) {
    this.#definition = definition;
    this.#serialize = definition.requestSerialize;
    this.#deserialize = definition.responseDeserialize;
    try {
      definition.requestSerialize = (message) => this.#encode(message);
      definition.responseDeserialize = (bytes) => this.#decode(bytes);
    } catch {
      // Of a callInvocationTransformer's own making, and not to be changed: then there is nothing to see.
    }
  }

  /** What the client's own serialiser makes of a message. Throws what it throws. */
  serialize(message: Message): Buffer {
    return this.#serialize.call(this.#definition, message);
  }

  /** What the client's own deserialiser makes of bytes. Throws what it throws. */
  deserialize(bytes: Buffer): Message {
    return this.#deserialize.call(this.#definition, bytes);
  }

  prepare(message: Message, bytes: Buffer): void {
    this.#prepared = { message, bytes };
  }

  bytesOfRequest(message: Message): Uint8Array {
    const bytes = this.#sent === message ? this.#sentBytes : undefined;
    this.#sent = undefined;
    this.#sentBytes = undefined;
    return bytes ?? this.serialize(message);
  }

  bytesOfResponse(message: Message): Uint8Array | undefined {
    if (this.#claimedBytes !== undefined && this.#claimed === message && this.#unclaimed === undefined)
      return this.#claimedBytes;
    const isLost = message === null || (this.#hasForgottenValues && !isObject(message));
    const bytes = this.#find(message) ?? (isLost ? undefined : this.#unclaimed);
    this.#unclaimed = undefined;
    this.#claimed = bytes === undefined ? undefined : message;
    this.#claimedBytes = bytes;
    return bytes;
  }

  undecodableResponse(): Uint8Array | undefined {
    const bytes = this.#undecodable;
    this.#undecodable = undefined;
    return bytes;
  }

  /** A message that lives on must not keep its bytes alive: they are forgotten when they are asked for. */
  #find(message: Message): Uint8Array | undefined {
    if (!isObject(message)) return this.#bytesOfValues.get(message);
    if (message === this.#lastObject) return this.#takeLast();
    const bytes = this.#bytesOfObjects.get(message);
    this.#bytesOfObjects.delete(message);
    return bytes;
  }

  #takeLast(): Uint8Array | undefined {
    const bytes = this.#lastBytes;
    this.#lastObject = undefined;
    this.#lastBytes = undefined;
    return bytes;
  }

  #encode(message: Message): Buffer {
    const prepared = this.#prepared;
    const bytes =
      prepared !== undefined && prepared.message === message ? prepared.bytes : this.serialize(message);
    this.#prepared = undefined;
    this.#sent = message;
    this.#sentBytes = bytes;
    return bytes;
  }

  #decode(bytes: Buffer): Message {
    let message: Message;
    try {
      message = this.deserialize(bytes);
    } catch (error) {
      this.#undecodable = bytes;
      throw error;
    }
    this.#unclaimed = bytes;
    if (isObject(message)) this.#rememberObject(message, bytes);
    else this.#rememberValue(message, bytes);
    return message;
  }

  #rememberObject(message: object, bytes: Uint8Array): void {
    const last = this.#lastObject;
    if (last !== undefined && last !== message)
      this.#bytesOfObjects.set(last, this.#takeLast() as Uint8Array);
    this.#lastObject = message;
    this.#lastBytes = bytes;
  }

  #rememberValue(message: Message, bytes: Uint8Array): void {
    this.#bytesOfValues.delete(message);
    this.#bytesOfValues.set(message, bytes);
    if (this.#bytesOfValues.size <= MOST_VALUES) return;
    const [oldest] = this.#bytesOfValues.keys();
    this.#bytesOfValues.delete(oldest);
    this.#hasForgottenValues = true;
  }
}

function isObject(message: Message): message is object {
  return (typeof message === 'object' && message !== null) || typeof message === 'function';
}

keepShape(new Tap({} as MethodDefinition));
