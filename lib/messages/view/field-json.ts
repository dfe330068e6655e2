import type { DescField } from '@bufbuild/protobuf';
import type { ReflectList, ReflectMap, ReflectMessage } from '@bufbuild/protobuf/reflect';
import type { JsonValue } from '../../model/json.js';
import type { Printer } from './printer.js';
import { enumJson, isEnumValue, scalarJson } from './scalar-json.js';

type ListField = DescField & { fieldKind: 'list' };
type MapField = DescField & { fieldKind: 'map' };

/** The JSON of a field, its default where it is not set. */
export function fieldJson(message: ReflectMessage, field: DescField, printer: Printer): JsonValue {
  switch (field.fieldKind) {
    case 'scalar':
      return scalarJson(field.scalar, message.get(field));
    case 'enum':
      return enumJson(field.enum, message.get(field));
    case 'message':
      return printer.print(message.get(field));
    case 'list':
      return listJson(field, message.get(field), printer);
    case 'map':
      return mapJson(field, message.get(field), printer);
  }
}

/** Whether the field belongs in the JSON: not at an implicit default, nor empty of all that its type knows. */
export function isShown(message: ReflectMessage, field: DescField): boolean {
  if (!message.isSet(field)) return false;
  if (field.fieldKind === 'list' && field.listKind === 'enum') {
    return [...message.get(field)].some((item) => isEnumValue(field.enum, Number(item)));
  }
  if (field.fieldKind === 'map' && field.mapKind === 'enum') {
    return [...message.get(field).values()].some((value) => isEnumValue(field.enum, Number(value)));
  }
  return true;
}

function listJson(field: ListField, list: ReflectList, printer: Printer): JsonValue {
  const items = [...list];
  switch (field.listKind) {
    case 'scalar':
      return items.map((item) => scalarJson(field.scalar, item));
    case 'enum':
      return items
        .map(Number)
        .filter((item) => isEnumValue(field.enum, item))
        .map((item) => enumJson(field.enum, item));
    case 'message':
      return items.map((item) => printer.print(item as ReflectMessage));
  }
}

function mapJson(field: MapField, map: ReflectMap, printer: Printer): JsonValue {
  const entries = [...map].filter(
    ([, value]) => field.mapKind !== 'enum' || isEnumValue(field.enum, Number(value)),
  );
  return Object.fromEntries(
    entries.map(([key, value]) => [String(key), mapValueJson(field, value, printer)]),
  );
}

function mapValueJson(field: MapField, value: unknown, printer: Printer): JsonValue {
  switch (field.mapKind) {
    case 'scalar':
      return scalarJson(field.scalar, value);
    case 'enum':
      return enumJson(field.enum, Number(value));
    case 'message':
      return printer.print(value as ReflectMessage);
  }
}
