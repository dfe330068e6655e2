import { findMessageType } from '../types/protobuf-ts.js';
import { KEY, VALUE } from '../wire/map-entry.js';

/** A field of a message, as its class tells. */
export interface ReflectedField {
  readonly number: number;
  readonly names: readonly string[];
  /** The fields of the messages that it holds; of an entry, where it is a map. */
  readonly fields: (() => readonly ReflectedField[]) | undefined;
}

/** A field of a message type of protobuf-ts. */
interface TsField {
  readonly no: number;
  readonly name: string;
  readonly localName: string;
  readonly jsonName: string;
  readonly kind: string;
  readonly T?: unknown;
  readonly V?: { readonly kind: string; readonly T?: unknown };
}

interface TsType {
  readonly fields: readonly TsField[];
}

/** A field of a message type of protobufjs. */
interface JsField {
  readonly id: number;
  readonly name: string;
  readonly map: boolean;
  readonly resolvedType: Partial<JsType> | null;
  resolve(): unknown;
}

interface JsType {
  readonly fieldsArray: readonly JsField[];
}

/** The fields of a message by what its class tells of them: protobuf-ts, protobufjs with reflection. Undefined for others. */
export function findReflectedFields(message: unknown): readonly ReflectedField[] | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const tsType = findMessageType(message) as Partial<TsType> | undefined;
  if (tsType?.fields !== undefined) return tsFields(tsType as TsType);
  const { $type: jsType } = message as { readonly $type?: Partial<JsType> };
  return Array.isArray(jsType?.fieldsArray) ? jsFields(jsType as JsType) : undefined;
}

function tsFields({ fields }: TsType): readonly ReflectedField[] {
  return fields.map((field) => ({
    number: field.no,
    names: [field.name, field.localName, field.jsonName],
    fields: field.kind === 'map' ? () => entryFields(tsMessageFields(field.V)) : tsMessageFields(field),
  }));
}

function tsMessageFields(content: TsField['V']): ReflectedField['fields'] {
  return content?.kind === 'message' ? () => tsFields((content.T as () => TsType)()) : undefined;
}

function jsFields({ fieldsArray }: JsType): readonly ReflectedField[] {
  return fieldsArray.map((field) => {
    field.resolve();
    const { resolvedType } = field;
    const fields = resolvedType?.fieldsArray && (() => jsFields(resolvedType as JsType));
    return { number: field.id, names: [field.name], fields: field.map ? () => entryFields(fields) : fields };
  });
}

function entryFields(valueFields: ReflectedField['fields']): readonly ReflectedField[] {
  return [
    { number: KEY, names: ['key'], fields: undefined },
    { number: VALUE, names: ['value'], fields: valueFields },
  ];
}
