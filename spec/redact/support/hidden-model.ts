import type { DescField } from '@bufbuild/protobuf';
import { ScalarType } from '@bufbuild/protobuf';
import type { ReflectList, ReflectMap, ReflectMessage, ScalarValue } from '@bufbuild/protobuf/reflect';

/** Changes a text, or bytes, of a message. */
export type ChangeText = <Value extends string | Uint8Array>(value: Value) => Value;

/** Hides what a path of field numbers leads to, in the message as protobuf-es has it: text is `hidden`, numbers are 0. */
export function hide(message: ReflectMessage, [number, ...rest]: readonly number[], hidden: string): void {
  const field = message.fields.find((each) => each.number === number);
  if (field === undefined) hideUnknown(message, number);
  else if (!message.isSet(field)) return;
  else if (field.fieldKind === 'map') hideValues(message.get(field) as ReflectMap, rest.slice(1), hidden);
  else if (field.fieldKind === 'list') {
    const list = message.get(field) as ReflectList;
    for (const [index, item] of [...list].entries()) list.set(index, hiddenItem(item, field, rest, hidden));
  } else message.set(field, hiddenItem(message.get(field), field, rest, hidden) as ScalarValue);
}

function hideValues(map: ReflectMap, rest: readonly number[], hidden: string): void {
  const field = map.field();
  for (const [key, value] of [...map]) map.set(key as string, hiddenItem(value, field, rest, hidden));
}

/** An element, a value or a single field, hidden; of a message, what the rest of the path leads to. */
function hiddenItem(
  item: unknown,
  field: DescField,
  rest: readonly number[],
  hidden: string,
): ScalarValue | ReflectMessage {
  // No path leads into a text, though that may look like a message.
  if (field.message === undefined)
    return rest.length > 0 ? (item as ScalarValue) : hiddenScalar(field, hidden);
  const message = item as ReflectMessage;
  const all = [
    ...message.fields.filter((each) => message.isSet(each)).map((each) => each.number),
    ...(message.getUnknown() ?? []).map(({ no }) => no),
  ];
  for (const path of rest.length > 0 ? [rest] : all.map((each) => [each])) hide(message, path, hidden);
  return message;
}

function hiddenScalar(field: DescField, hidden: string): ScalarValue {
  if (field.enum !== undefined) return field.enum.values[0]?.number ?? 0;
  switch (field.scalar) {
    case ScalarType.STRING:
      return hidden;
    case ScalarType.BYTES:
      return new TextEncoder().encode(hidden);
    case ScalarType.BOOL:
      return false;
    case ScalarType.INT64:
    case ScalarType.UINT64:
    case ScalarType.SINT64:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return 0n;
    default:
      return 0;
  }
}

/** Those of the generated messages are varints. */
function hideUnknown(message: ReflectMessage, number: number | undefined): void {
  const unknown = message.getUnknown() ?? [];
  message.setUnknown(
    unknown.map((each) => (each.no === number ? { ...each, data: Uint8Array.of(0) } : each)),
  );
}

/** Changes each text and all bytes in a message, keys of maps apart. */
export function changeTexts(message: ReflectMessage, change: ChangeText): void {
  const changed = (value: unknown): ScalarValue | ReflectMessage => {
    if (typeof value === 'string' || value instanceof Uint8Array) return change(value);
    if (typeof value === 'object' && value !== null) changeTexts(value as ReflectMessage, change);
    return value as ReflectMessage;
  };
  for (const field of message.fields) {
    if (!message.isSet(field)) continue;
    if (field.fieldKind === 'list') {
      const list = message.get(field) as ReflectList;
      for (const [index, item] of [...list].entries()) list.set(index, changed(item));
    } else if (field.fieldKind === 'map') {
      const map = message.get(field) as ReflectMap;
      for (const [key, value] of [...map]) map.set(key as string, changed(value));
    } else message.set(field, changed(message.get(field)) as ScalarValue);
  }
}
