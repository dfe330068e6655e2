import { WireType } from '@bufbuild/protobuf/wire';
import { asBuffer } from '../../model/as-buffer.js';
import { type Field, isKnownValue, type MapContent } from '../types/field.js';
import type { WireField } from '../wire/wire-fields.js';
import { canonicalScalar } from './canonical-scalar.js';

/** Adds a message that is empty, and stands nowhere: it changes none that is there, and is one where there is none. */
export function completeEntry(
  { value }: MapContent,
  fields: readonly WireField[],
  end: number,
): readonly WireField[] {
  if (value.content.type !== 'message') return fields;
  const { number } = value;
  const wireType = WireType.LengthDelimited;
  return [...fields, { number, wireType, start: end, valueStart: end, valueEnd: end, end }];
}

/**
 * The key in an entry's fields, as text that sorts as its bytes do. Undefined when the value is one that its closed enum
 * does not know: then the entry is an unknown field. https://protobuf.dev/programming-guides/enum/
 */
export function findEntryKey(
  { key, value }: MapContent,
  bytes: Uint8Array,
  fields: readonly WireField[],
): string | undefined {
  const lastValue = findLast(value, fields);
  if (lastValue !== undefined && value.content.type === 'scalar') {
    const { valueStart, valueEnd } = lastValue;
    if (!isKnownValue(value.content, bytes, valueStart, valueEnd)) return undefined;
  }
  const { format } = key.content;
  const lastKey = findLast(key, fields);
  const settled = lastKey && canonicalScalar(format, bytes, lastKey.valueStart, lastKey.valueEnd);
  return asBuffer(settled ?? format.zero).toString('latin1');
}

function findLast({ number, wireTypes }: Field, fields: readonly WireField[]): WireField | undefined {
  return fields.findLast((field) => field.number === number && wireTypes.includes(field.wireType));
}
