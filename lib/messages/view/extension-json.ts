import type { UnknownField } from '@bufbuild/protobuf';
import { type DescExtension, type DescMessage, getExtension, isMessage } from '@bufbuild/protobuf';
import { type ReflectMessage, reflect } from '@bufbuild/protobuf/reflect';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { JsonValue } from '../../model/json.js';
import { fieldShape } from '../types/wire-shape.js';
import type { Printer } from './printer.js';
import { enumJson, isEnumValue, scalarJson } from './scalar-json.js';

/** The extensions among the message's unknown fields, each under its full name in brackets. */
export function extensionEntries(message: ReflectMessage, printer: Printer): [string, JsonValue][] {
  const unknown = message.getUnknown() ?? [];
  const numbers = new Set(unknown.map(({ no }) => no));
  return [...numbers].flatMap((number) => {
    const extension = printer.types.findExtension(message.desc.typeName, number);
    const json = extension && extensionJson(extension, message, unknown, printer);
    return extension === undefined || json === undefined
      ? []
      : [[`[${extension.typeName}]`, json] satisfies [string, JsonValue]];
  });
}

/** Undefined when the extension holds nothing that its type knows. */
function extensionJson(
  extension: DescExtension,
  { message }: ReflectMessage,
  unknown: readonly UnknownField[],
  printer: Printer,
): JsonValue | undefined {
  const { wireTypes } = fieldShape(extension);
  const fitting = unknown.filter(
    ({ no, wireType }) => no === extension.number && wireTypes.includes(wireType),
  );
  if (fitting.length === 0) return undefined;
  if (extension.fieldKind === 'enum') return lastEnumJson(extension, fitting);
  const value: unknown = getExtension({ $typeName: message.$typeName, $unknown: fitting }, extension);
  if (extension.fieldKind !== 'list') return itemJson(extension, value, printer);
  const items = (value as readonly unknown[])
    .map((item) => itemJson(extension, item, printer))
    .filter((item) => item !== undefined);
  return items.length > 0 ? items : undefined;
}

/** Of a closed enum, the last value that it knows: protobuf-es would give the default where the last is unknown. */
function lastEnumJson(
  extension: DescExtension & { fieldKind: 'enum' },
  fitting: readonly UnknownField[],
): JsonValue | undefined {
  const values = fitting.map(({ data }) => new BinaryReader(data).int32());
  const value = values.findLast((each) => isEnumValue(extension.enum, each));
  return value === undefined ? undefined : enumJson(extension.enum, value);
}

function itemJson(extension: DescExtension, value: unknown, printer: Printer): JsonValue | undefined {
  if (extension.enum !== undefined) {
    return isEnumValue(extension.enum, Number(value)) ? enumJson(extension.enum, Number(value)) : undefined;
  }
  if (extension.message !== undefined) return messageItemJson(extension.message, value, printer);
  return extension.scalar === undefined ? undefined : scalarJson(extension.scalar, value);
}

/** In an extension, protobuf-es holds a wrapper as its value and a Struct as its JSON. */
function messageItemJson(desc: DescMessage, value: unknown, printer: Printer): JsonValue {
  if (isMessage(value)) return printer.print(reflect(desc, value));
  const [field] = desc.fields;
  return field?.fieldKind === 'scalar' ? scalarJson(field.scalar, value) : (value as JsonValue);
}
