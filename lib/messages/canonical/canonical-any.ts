import { WireType } from '@bufbuild/protobuf/wire';
import { ANY_VALUE, TYPE_URL, typeNameIn } from '../types/any.js';
import { delimitedField, NO_BYTES } from '../wire/wire-bytes.js';
import type { WireField } from '../wire/wire-fields.js';
import { canonicalWireField } from './canonical-wire.js';

const USUAL_PREFIX = 'type.googleapis.com/';

/** The one form of a message of that type; undefined where the type is unknown, or the bytes are no such message. */
type FindForm = (typeName: string, bytes: Uint8Array) => Uint8Array | undefined;

/**
 * What the Any of these fields means, as fields that replace its own when they stand behind them.
 *
 * Where its type is known, that is the type's name, and the meaning of the value. What stands before the name in the URL
 * does not count: protobuf's own libraries find the type by its name alone. Where the type is unknown, or the value is no
 * such message, the whole URL counts, and the value means what an unknown field does: an Any holds a message by
 * definition, but one that can be read as text is left in its order.
 * https://protobuf.dev/programming-guides/proto3/#any
 */
export function canonicalAny(
  bytes: Uint8Array,
  fields: readonly WireField[],
  findForm: FindForm,
): readonly Uint8Array[] {
  const typeUrl = contentOf(bytes, findLast(fields, TYPE_URL));
  const typeName = typeNameIn(new TextDecoder().decode(typeUrl));
  const value = findLast(fields, ANY_VALUE);
  const known = findForm(typeName, contentOf(bytes, value));
  if (known === undefined) return value === undefined ? [] : [canonicalWireField(bytes, value)];
  return [
    delimitedField(TYPE_URL, new TextEncoder().encode(USUAL_PREFIX + typeName)),
    delimitedField(ANY_VALUE, known),
  ];
}

function findLast(fields: readonly WireField[], number: number): WireField | undefined {
  return fields.findLast((field) => field.number === number && field.wireType === WireType.LengthDelimited);
}

function contentOf(bytes: Uint8Array, field: WireField | undefined): Uint8Array {
  return field === undefined ? NO_BYTES : bytes.subarray(field.valueStart, field.valueEnd);
}
