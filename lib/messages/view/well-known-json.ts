import { toJson } from '@bufbuild/protobuf';
import type { ReflectMessage } from '@bufbuild/protobuf/reflect';
import type { JsonValue } from '../../model/json.js';
import { anyJson } from './any-json.js';
import { fieldJson } from './field-json.js';
import type { Printer } from './printer.js';
import { isWellKnownType } from './well-known-types.js';

/** The JSON form of a well-known type; undefined for other messages, and for a value that has no such form. */
export function wellKnownJson(message: ReflectMessage, printer: Printer): JsonValue | undefined {
  if (!isWellKnownType(message.desc.typeName)) return undefined;
  switch (message.desc.typeName) {
    case 'google.protobuf.Any':
      return anyJson(message, printer);
    case 'google.protobuf.Timestamp':
    case 'google.protobuf.Duration':
    case 'google.protobuf.FieldMask':
      return textForm(message);
    case 'google.protobuf.Value':
      return valueForm(message, printer);
    default:
      return onlyFieldForm(message, printer);
  }
}

function textForm({ desc, message }: ReflectMessage): JsonValue | undefined {
  try {
    return toJson(desc, message);
  } catch {
    // Out of range: a timestamp in the year 10000, a field mask that does not survive camelCase.
    return undefined;
  }
}

/** A Value that holds nothing is null, as in Python. */
function valueForm(message: ReflectMessage, printer: Printer): JsonValue {
  const field = message.fields.find((each) => message.isSet(each));
  return field === undefined ? null : fieldJson(message, field, printer);
}

/** The one field of a wrapper, a Struct or a ListValue stands for the whole message. */
function onlyFieldForm(message: ReflectMessage, printer: Printer): JsonValue | undefined {
  const [field] = message.fields;
  return field && fieldJson(message, field, printer);
}
