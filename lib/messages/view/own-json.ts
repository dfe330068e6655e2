import type { JsonValue } from '../../model/json.js';
import { plainData } from './plain-data.js';

export { findDecoder } from '../types/find-decoder.js';

/**
 * The readable view of a message whose schema is not known, by the message's own means: `toObject()` of google-protobuf
 * and protoc-gen-ts, `toJSON()` of protobufjs, the JSON of protobuf-ts, else its properties (proto-loader, ts-proto,
 * protobuf-es). Names are those of the client's code. Bytes become base64, 64-bit integers text, maps records, dates ISO text.
 *
 * Undefined for what is no message object (bytes, text, numbers, lists), is cyclic or beyond measure, or fails. Never
 * throws.
 */
export function ownJson(message: unknown): JsonValue | undefined {
  try {
    if (typeof message !== 'object' || message === null || Array.isArray(message)) return undefined;
    const data = plainData(message);
    return typeof data === 'object' && data !== null ? data : undefined;
  } catch {
    // Not plain: a getter or a toObject() that fails.
    return undefined;
  }
}
