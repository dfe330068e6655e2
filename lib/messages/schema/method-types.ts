import type { JsonValue } from '../../model/json.js';
import type { FieldNames } from '../types/field-names.js';
import type { Meaning } from '../types/meaning.js';

/**
 * What a schema knows of one message type.
 *
 * What `canonical` takes as equal in meaning is what protobuf's own parsers read as the same message: the order of
 * fields and of map entries does not matter, nor packing, nor the length of a varint, nor a default that is written
 * though its field knows no presence. NaN equals NaN, and -0 differs from +0. Unknown fields count. What an `Any` holds
 * counts by its meaning where the schema has its type. Bytes that are no such message, or for which the schema lacks a
 * type, count as without a schema (`canonicalWire`). `view` is `toJson`, undefined where that throws.
 */
export interface MessageType extends Meaning, FieldNames {
  /** The full name, without a leading dot, such as `package.Message`. */
  readonly name: string;
  /**
   * The readable view of a message: protobuf's canonical JSON with original field names, as Python's
   * `MessageToDict(preserving_proto_field_name=True)` gives it.
   *
   * Where that has no answer, this has one: an `Any` whose type is unknown, or whose value is not such a message, is
   * `{ '@type': …, value: base64 }`; a well-known type out of its range (a timestamp in the year 10000) is shown by its
   * plain fields; NaN and the infinities in a `Value` are text; a required field may be missing.
   *
   * Throws an Error when the bytes are not such a message, or when the schema lacks a type that it needs.
   */
  toJson(bytes: Uint8Array): JsonValue;
}

/** The types of a method's messages. */
export interface MethodTypes {
  readonly request: MessageType;
  readonly response: MessageType;
}

/** Where the types of methods are known from. */
export interface Schema {
  /** `path` is `/package.Service/Method`. Undefined where the method is not in the schema. */
  findMethod(path: string): MethodTypes | undefined;
}
