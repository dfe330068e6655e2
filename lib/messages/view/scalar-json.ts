import { type DescEnum, ScalarType } from '@bufbuild/protobuf';
import { base64Encode } from '@bufbuild/protobuf/wire';
import type { JsonValue } from '../../model/json.js';
import { shortestFloat } from './shortest-float.js';

/** The JSON of a scalar as protobuf-es holds it. */
export function scalarJson(type: ScalarType, value: unknown): JsonValue {
  if (typeof value === 'number') return numberJson(type === ScalarType.FLOAT ? shortestFloat(value) : value);
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Uint8Array) return base64Encode(value);
  // What is left is text (also a 64-bit integer with `jstype = JS_STRING`) and booleans.
  return value as string | boolean;
}

/** A number, as text where JSON has no number for it. */
export function numberJson(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** The name of an enum's value, or its number where it has no name. */
export function enumJson(desc: DescEnum, value: number): JsonValue {
  if (desc.typeName === 'google.protobuf.NullValue') return null;
  return desc.value[value]?.jsonName ?? value;
}

/** Whether the enum takes this value. What a closed enum does not know is an unknown field. */
export function isEnumValue(desc: DescEnum, value: number): boolean {
  return desc.open || desc.value[value] !== undefined;
}
