import { isRecord } from '../types/is-record.js';
import { findMessageType } from '../types/protobuf-ts.js';
import { NO_BYTES } from '../wire/wire-bytes.js';

/** The fields of a message by number, as its class tells of them. */
export type ReflectedFields = ReadonlyMap<number, ReflectedField>;

/** What a class tells of a field. */
export interface ReflectedField {
  readonly names: readonly string[];
  /** The fields of the messages that it holds; of its values, where it is a map. */
  readonly fields: (() => ReflectedFields) | undefined;
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
  readonly resolvedType: Partial<JsType> | null;
  resolve(): unknown;
}

interface JsType {
  readonly fieldsArray: readonly JsField[];
}

/**
 * The fields of the messages that `decode` makes, by what their class tells: protobuf-ts, protobufjs with reflection.
 * Undefined for others. Never throws.
 */
export function findReflectedFields(decode: (bytes: Uint8Array) => unknown): ReflectedFields | undefined {
  try {
    return reflectedFields(decode(NO_BYTES));
  } catch {
    // A message without fields is none, as one is required; or the types it refers to are missing.
    return undefined;
  }
}

function reflectedFields(message: unknown): ReflectedFields | undefined {
  if (!isRecord(message)) return undefined;
  const tsType = findMessageType(message) as Partial<TsType> | undefined;
  if (tsType?.fields !== undefined) return tsFields(tsType as TsType);
  const { $type: jsType } = message as { readonly $type?: Partial<JsType> };
  return Array.isArray(jsType?.fieldsArray) ? jsFields(jsType as JsType) : undefined;
}

function tsFields({ fields }: TsType): ReflectedFields {
  return new Map(
    fields.map((field) => {
      const { name, localName, jsonName } = field;
      const { kind, T } = field.V ?? field;
      const inner = kind === 'message' ? () => tsFields((T as () => TsType)()) : undefined;
      return [field.no, { names: [name, localName, jsonName], fields: inner }];
    }),
  );
}

function jsFields({ fieldsArray }: JsType): ReflectedFields {
  return new Map(
    fieldsArray.map((field) => {
      field.resolve();
      const { resolvedType } = field;
      const inner = resolvedType?.fieldsArray && (() => jsFields(resolvedType as JsType));
      return [field.id, { names: [field.name], fields: inner }];
    }),
  );
}
