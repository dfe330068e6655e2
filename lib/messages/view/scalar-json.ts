import type { DescEnum } from '@bufbuild/protobuf';
import type { BinaryReader } from '@bufbuild/protobuf/wire';
import type { JsonValue } from '../../model/json.js';
import type { ScalarContent } from '../types/field.js';
import { ScalarType } from '../types/scalar-type.js';
import { base64Of } from './base64.js';
import { shortestFloat } from './shortest-float.js';

/** The JSON of a scalar, or of the value of an enum, which the reader stands before; it ends at `end`. */
export function scalarJson(
  content: ScalarContent,
  reader: BinaryReader,
  bytes: Buffer,
  end: number,
): JsonValue {
  if (content.enum !== undefined) return enumJson(content.enum, reader.int32());
  const { type } = content.format;
  switch (type) {
    case ScalarType.STRING:
      return bytes.toString('utf8', reader.pos, end);
    case ScalarType.BYTES:
      return base64Of(bytes.subarray(reader.pos, end));
    case ScalarType.BOOL:
      return reader.bool();
    default:
      return numberJson(readNumber(type, reader));
  }
}

type NumberType = Exclude<
  ScalarType,
  typeof ScalarType.STRING | typeof ScalarType.BYTES | typeof ScalarType.BOOL
>;

function readNumber(type: NumberType, reader: BinaryReader): number | bigint | string {
  switch (type) {
    case ScalarType.FLOAT:
      return shortestFloat(reader.float());
    case ScalarType.DOUBLE:
      return reader.double();
    case ScalarType.INT32:
      return reader.int32();
    case ScalarType.UINT32:
      return reader.uint32();
    case ScalarType.SINT32:
      return reader.sint32();
    case ScalarType.FIXED32:
      return reader.fixed32();
    case ScalarType.SFIXED32:
      return reader.sfixed32();
    case ScalarType.INT64:
      return reader.int64();
    case ScalarType.UINT64:
      return reader.uint64();
    case ScalarType.SINT64:
      return reader.sint64();
    case ScalarType.FIXED64:
      return reader.fixed64();
    case ScalarType.SFIXED64:
      return reader.sfixed64();
  }
}

/** A number, as text where JSON has no number for it, or none of that size. */
export function numberJson(value: number | bigint | string): number | string {
  return typeof value === 'number' && Number.isFinite(value) ? value : String(value);
}

/** The name of an enum's value, or its number where it has no name. */
function enumJson(desc: DescEnum, value: number): JsonValue {
  if (desc.typeName === 'google.protobuf.NullValue') return null;
  return desc.value[value]?.jsonName ?? value;
}
