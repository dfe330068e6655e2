import { asBuffer } from '../../model/as-buffer.js';
import type { JsonValue } from '../../model/json.js';
import { isLong, longText } from '../types/long.js';
import { findMessageType } from '../types/protobuf-ts.js';
import { MOST_OBJECTS } from '../wire/levels.js';
import { numberJson } from './scalar-json.js';

/** In characters of text and values: four times the longest message that gRPC takes by default. */
const LARGEST = 16 * 1024 * 1024;

/** What protobuf-es adds to the fields of a message. */
const NO_FIELDS: ReadonlySet<string> = new Set(['$typeName', '$unknown']);

interface Progress {
  /** How many objects are around the current value. */
  depth: number;
  size: number;
}

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
    const data = convert(message, { depth: 0, size: 0 });
    return typeof data === 'object' && data !== null ? data : undefined;
  } catch {
    // Not plain: a getter or a toObject() that fails.
    return undefined;
  }
}

/** The value as plain data; undefined for what is none. Throws when it is cyclic or beyond measure. */
function convert(value: unknown, progress: Progress): JsonValue | undefined {
  grow(progress, 1);
  switch (typeof value) {
    case 'string':
      grow(progress, value.length);
      return value;
    case 'number':
      return numberJson(value);
    case 'bigint':
      return value.toString();
    case 'boolean':
      return value;
    case 'object':
      return value === null ? null : convertObject(value, progress);
    default:
      return undefined;
  }
}

function convertObject(value: object, progress: Progress): JsonValue | undefined {
  if (value instanceof Uint8Array) {
    grow(progress, value.length);
    // Views are kept, and text that is put together by the character takes thirty times its length in memory.
    return asBuffer(value).toString('base64');
  }
  if (isLong(value)) return longText(value);
  if (isDate(value)) return value.toISOString();
  if (progress.depth === MOST_OBJECTS) throw new Error('The object is too deep, or cyclic.');
  progress.depth += 1;
  const content = convertContent(value, progress);
  progress.depth -= 1;
  return content;
}

function convertContent(value: object, progress: Progress): JsonValue | undefined {
  const own = ownForm(value);
  if (own !== undefined) return convert(own, progress);
  if (Array.isArray(value)) return value.map((item) => convert(item, progress) ?? null);
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(
    entries.flatMap(([name, each]) => {
      const converted = NO_FIELDS.has(name) ? undefined : convert(each, progress);
      return converted === undefined ? [] : [[String(name), converted] as const];
    }),
  );
}

/** What the message's class makes of it. */
function ownForm(value: { toObject?: unknown; toJSON?: unknown }): unknown {
  if (typeof value.toObject === 'function') return value.toObject();
  if (typeof value.toJSON === 'function') return value.toJSON();
  try {
    return findMessageType(value)?.toJson(value, { useProtoFieldName: true });
  } catch {
    return undefined;
  }
}

/** A date of any realm. */
function isDate(value: object): value is { toISOString(): string } {
  return Object.prototype.toString.call(value) === '[object Date]';
}

function grow(progress: Progress, by: number): void {
  progress.size += by;
  if (progress.size > LARGEST) throw new Error('The object is too large.');
}
