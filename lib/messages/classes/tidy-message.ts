import { isRecord } from '../types/is-record.js';
import { isLong, longText } from '../types/long.js';
import { MOST_OBJECTS } from '../wire/levels.js';
import { sameBytes } from '../wire/wire-bytes.js';

interface Fields {
  [name: string]: unknown;
}

/** What protobufjs knows of a field by reflection, as far as it is read here. */
interface FieldPresence {
  /** Since protobufjs 7.5. */
  readonly hasPresence?: unknown;
  readonly partOf?: object | null;
  readonly options?: { readonly proto3_optional?: boolean } | null;
}

/**
 * Removes from a decoded message, in place, what does not belong to its meaning and yet would be encoded: in protobufjs,
 * defaults that were written although their field has no presence, and members of a oneof that another one replaced; and
 * the payload of NaN.
 *
 * Code that protobufjs generated keeps `null` as the default of a proto3 `optional` and of a member of a oneof. Of a
 * proto2 `optional` it keeps the default itself, as of a proto3 field without presence: those two cannot be told apart,
 * and a proto2 default counts as not written. Reflection tells them apart.
 */
export function tidyMessage(message: unknown): void {
  if (isRecord(message)) tidy(message, 0);
}

function tidy(value: object, depth: number): void {
  if (depth > MOST_OBJECTS) throw new Error('The message is too deep, or cyclic.');
  if (value instanceof Uint8Array || isLong(value) || keepsItsFieldsInside(value)) return;
  const fields = value as Fields;
  const defaults = defaultsOf(value);
  if (defaults !== undefined) keepLastMembers(fields, defaults);
  for (const name of Object.keys(value)) {
    const content = fields[name];
    if (defaults !== undefined && isDefault(content, defaults[name]) && !hasPresence(defaults, name)) {
      delete fields[name];
    } else if (isRecord(content)) {
      tidy(content, depth + 1);
    } else if (Number.isNaN(content)) {
      fields[name] = Number.NaN;
    }
  }
}

/** Whether it is a message of google-protobuf, which writes neither defaults nor payloads of NaN. */
function keepsItsFieldsInside(value: { readonly serializeBinary?: unknown }): boolean {
  return typeof value.serializeBinary === 'function';
}

/** The prototype of a message of a class; undefined for maps, lists and plain objects. */
function defaultsOf(value: object): Fields | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || prototype === Object.prototype || Array.isArray(value);
  return isPlain ? undefined : (prototype as Fields);
}

/**
 * A oneof of protobufjs is an accessor of the prototype. It gets the name of the member that was set last, and deletes the
 * others when that is set.
 */
function keepLastMembers(fields: Fields, prototype: Fields): void {
  for (const [name, { get, set }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (get !== undefined && set !== undefined && name !== '__proto__') set.call(fields, get.call(fields));
  }
}

function isDefault(content: unknown, byDefault: unknown): boolean {
  if (byDefault === null || byDefault === undefined) return false;
  if (isRecord(byDefault) && isLong(byDefault)) {
    return isRecord(content) && isLong(content) && longText(content) === longText(byDefault);
  }
  if (content instanceof Uint8Array) return isDefaultOfBytes(content, byDefault);
  return typeof content !== 'object' && Object.is(content, byDefault);
}

/** The default of bytes is an array of bytes, a Buffer, or a plain list. */
function isDefaultOfBytes(content: Uint8Array, byDefault: unknown): boolean {
  const isList = Array.isArray(byDefault) || byDefault instanceof Uint8Array;
  return isList && sameBytes(content, Uint8Array.from(byDefault));
}

function hasPresence(prototype: Fields, name: string): boolean {
  const type = prototype['$type'] as
    | { readonly fields?: { readonly [name: string]: FieldPresence } }
    | undefined;
  const field = type?.fields?.[name];
  if (field === undefined) return false;
  return Boolean(field.hasPresence ?? field.partOf ?? field.options?.proto3_optional);
}
