import { create, type DescMessage, type MessageInitShape, toJson } from '@bufbuild/protobuf';
import { DurationSchema, FieldMaskSchema, TimestampSchema } from '@bufbuild/protobuf/wkt';
import type { JsonValue } from '../../model/json.js';

/** The JSON of the field with that number; undefined where it is not set. */
type FindValue = (number: number) => JsonValue | undefined;

const FIRST = 1;
const SECOND = 2;

/** The text that stands for a timestamp, a duration or a field mask; undefined where it has none. */
export function textForm(
  form: 'timestamp' | 'duration' | 'field mask',
  find: FindValue,
): JsonValue | undefined {
  try {
    if (form === 'field mask') return jsonOf(FieldMaskSchema, { paths: (find(FIRST) ?? []) as string[] });
    const seconds = BigInt(String(find(FIRST) ?? 0));
    const nanos = Number(find(SECOND) ?? 0);
    return form === 'timestamp'
      ? jsonOf(TimestampSchema, { seconds, nanos })
      : jsonOf(DurationSchema, { seconds, nanos });
  } catch {
    // Out of range: a timestamp in the year 10000, a field mask that does not survive camelCase.
    return undefined;
  }
}

function jsonOf<Desc extends DescMessage>(desc: Desc, init: MessageInitShape<Desc>): JsonValue {
  return toJson(desc, create(desc, init)) as JsonValue;
}
