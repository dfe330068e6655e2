import type { MessageType } from '../schema/schema.js';
import type { FieldNames } from '../types/field-names.js';
import { findDecoder } from '../types/find-decoder.js';
import { findEncoder } from '../types/find-encoder.js';
import { isRecord } from '../types/is-record.js';
import { loadClassMeaning } from './load-class-meaning.js';
import type { ClientCodec, MessageTypes } from './message-types.js';

/** What is known of the messages that go one way in the calls of a method. */
export interface KnownMessages {
  /** By the schema; undefined where that has no such method. */
  readonly declared: FieldNames | undefined;
  /** By the schema, failing that by the class that the client's own code makes of these bytes. */
  namesFor(bytes: Uint8Array): Partial<FieldNames>;
  /** The message as the client's own code has it, as plain data by the schema else; its bytes where nothing decodes them. */
  decode(bytes: Uint8Array): object;
}

const NO_NAMES: Partial<FieldNames> = {};

/** What is known of a method's requests. */
export function requestsOf(messageTypes: MessageTypes, method: string): KnownMessages {
  const type = messageTypes.findTypes(method)?.request;
  const codec = messageTypes.findCodec(method)?.request;
  const ofClass = codec && loadClassMeaning().meaningOfClass(codec);
  return {
    declared: type,
    namesFor: () => type ?? ofClass ?? NO_NAMES,
    decode: (bytes) =>
      decoded(codec?.decode, bytes) ?? messageTypes.findHanded(bytes) ?? viewOf(type, bytes) ?? bytes,
  };
}

/** The same of its responses, whose class shows in the first of them. */
export function responsesOf(messageTypes: MessageTypes, method: string): KnownMessages {
  const type = messageTypes.findTypes(method)?.response;
  const codec = messageTypes.findCodec(method);
  let ofClass: Partial<FieldNames> | undefined;
  let hasNone = false;
  return {
    declared: type,
    namesFor(bytes) {
      if (type !== undefined) return type;
      if (hasNone) return NO_NAMES;
      ofClass ??= findNames(codec, bytes);
      // Of what cannot be decoded, nothing is known yet.
      hasNone = ofClass === undefined && decoded(codec?.response, bytes) !== undefined;
      return ofClass ?? NO_NAMES;
    },
    decode: (bytes) => decoded(codec?.response, bytes) ?? viewOf(type, bytes) ?? bytes,
  };
}

function findNames(codec: ClientCodec | undefined, bytes: Uint8Array): FieldNames | undefined {
  const message = decoded(codec?.response, bytes);
  const decode = findDecoder(message);
  const encode = findEncoder(message);
  return decode && encode && loadClassMeaning().meaningOfClass({ decode, encode });
}

/** A copy is decoded, as a decoder may keep or change what it is given. */
function decoded(
  decode: ((bytes: Uint8Array) => unknown) | undefined,
  bytes: Uint8Array,
): object | undefined {
  try {
    const message = decode?.(new Uint8Array(bytes));
    return isRecord(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

function viewOf(type: MessageType | undefined, bytes: Uint8Array): object | undefined {
  const view = type?.view(bytes);
  return isRecord(view) ? view : undefined;
}
