import { type BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { type Field, isKnownValue, type ScalarContent } from '../types/field.js';
import { concatBytes, sameBytes, wireField } from '../wire/wire-bytes.js';
import type { WireField } from '../wire/wire-fields.js';
import { canonicalPacked, canonicalScalar } from './canonical-scalar.js';
import { canonicalWireField } from './canonical-wire.js';

/** Writes what stands under the number of a scalar or enum field, in its one form. Throws when it is not of its type. */
export function writeValues(
  writer: BinaryWriter,
  field: Field,
  content: ScalarContent,
  bytes: Uint8Array,
  fields: readonly WireField[],
): void {
  const values: Uint8Array[] = [];
  const unknown: Uint8Array[] = [];
  for (const each of fields) {
    if (!field.wireTypes.includes(each.wireType)) {
      unknown.push(canonicalWireField(bytes, each));
      continue;
    }
    for (const value of valuesIn(bytes, each, content)) {
      if (isKnownValue(content, value, 0, value.length)) values.push(value);
      else unknown.push(wireField(field.number, WireType.Varint, value));
    }
  }
  if (field.isList) writeList(writer, field, content, values);
  else writeLast(writer, field, content, values);
  for (const each of unknown) writer.raw(each);
}

/** One value, or those of a packed list. */
function valuesIn(
  bytes: Uint8Array,
  { wireType, valueStart, valueEnd }: WireField,
  { format, enum: type }: ScalarContent,
): readonly Uint8Array[] {
  return wireType === format.wireType
    ? [canonicalScalar(format, bytes, valueStart, valueEnd)]
    : canonicalPacked(format, bytes, valueStart, valueEnd, type !== undefined && !type.open);
}

function writeList(
  writer: BinaryWriter,
  { number }: Field,
  { format }: ScalarContent,
  values: readonly Uint8Array[],
): void {
  if (format.wireType === WireType.LengthDelimited) {
    for (const value of values) writer.tag(number, WireType.LengthDelimited).bytes(value);
  } else if (values.length > 0) {
    writer.tag(number, WireType.LengthDelimited).bytes(concatBytes(values));
  }
}

function writeLast(
  writer: BinaryWriter,
  { number, isImplicit }: Field,
  { format }: ScalarContent,
  values: readonly Uint8Array[],
): void {
  const value = values.at(-1);
  if (value === undefined || (isImplicit && sameBytes(value, format.zero))) return;
  writer.tag(number, format.wireType);
  if (format.wireType === WireType.LengthDelimited) writer.bytes(value);
  else writer.raw(value);
}
