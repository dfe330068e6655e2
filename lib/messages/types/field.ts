import type { DescEnum } from '@bufbuild/protobuf';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { KEY, VALUE } from '../wire/map-entry.js';
import { type ScalarFormat, scalarFormat } from './scalar-format.js';
import { ScalarType } from './scalar-type.js';

/** The fields of a message type, as its schema or its class tells. */
export interface MessageShape {
  /** The full name, without a leading dot; empty where it is not known. */
  readonly typeName: string;
  /** Whether extensions of it may be known. */
  readonly isExtendable: boolean;
  /** Also an extension; undefined where no such field is known. */
  findField(number: number): Field | undefined;
  /** The fields that have names: all, or those among `present` where the type does not tell them. Without extensions. */
  namedFields(present: readonly number[]): readonly Field[];
  /** Whether members of oneofs may be among these fields. Of a class, it is learned from them. */
  hasOneofs(present: readonly { readonly number: number }[]): boolean;
}

/** What is known of a field. */
export interface Field {
  readonly number: number;
  /** What it is called: first in the readable view, then otherwise, in JSON or in code. */
  readonly names: readonly string[];
  /** Those of its declaration; in another, it is an unknown field. */
  readonly wireTypes: readonly WireType[];
  readonly isList: boolean;
  /** Whether the field at its default is the same as none. Says nothing of a list or a map. */
  readonly isImplicit: boolean;
  /** Whether it is declared with `debug_redact`: its value is not for every eye. */
  readonly isSecret: boolean;
  /** The same object for all members of a oneof. */
  readonly oneof: object | undefined;
  readonly content: FieldContent;
}

/** What a field holds, or an element of a list. */
export type FieldContent = ItemContent | MapContent;

/** What an element of a list or a value of a map can be. */
export type ItemContent = ScalarContent | MessageContent;

/** A scalar, or the value of an enum. */
export interface ScalarContent {
  readonly type: 'scalar';
  readonly format: ScalarFormat;
  readonly enum: DescEnum | undefined;
}

/** A message. Its shape is asked for when one occurs, as messages may hold their like. */
export interface MessageContent {
  readonly type: 'message';
  readonly isGroup: boolean;
  shape(): MessageShape;
}

/** The entries of a map, which are messages of their own. */
export interface MapContent {
  readonly type: 'map';
  readonly key: Field & { readonly content: ScalarContent };
  readonly value: Field & { readonly content: ItemContent };
  readonly entry: MessageShape;
  /** Whether it is known what the entries hold. If not, nothing tells them apart. */
  readonly isKnown: boolean;
}

const BYTES: ScalarContent = { type: 'scalar', format: scalarFormat(ScalarType.BYTES), enum: undefined };

/** The content of a map with keys and values of these, where they are known. */
export function mapContent(keys: ScalarContent | undefined, values: ItemContent | undefined): MapContent {
  const key = entryField(KEY, 'key', keys ?? BYTES);
  const value = entryField(VALUE, 'value', values ?? BYTES);
  const entry: MessageShape = {
    typeName: '',
    isExtendable: false,
    findField: (number) => [key, value].find((field) => field.number === number),
    namedFields: () => [key, value],
    hasOneofs: () => false,
  };
  return { type: 'map', key, value, entry, isKnown: keys !== undefined && values !== undefined };
}

/** In an entry, an absent key or value is the same as its default. */
function entryField<Content extends ItemContent>(
  number: number,
  name: string,
  content: Content,
): Field & { readonly content: Content } {
  const wireTypes = wireTypesOf(content, false);
  return {
    number,
    names: [name],
    wireTypes,
    isList: false,
    isImplicit: true,
    isSecret: false,
    oneof: undefined,
    content,
  };
}

/** In which wire types a field of that content may come. */
export function wireTypesOf(content: FieldContent, isList: boolean): readonly WireType[] {
  if (content.type === 'map') return [WireType.LengthDelimited];
  if (content.type === 'message') return [content.isGroup ? WireType.StartGroup : WireType.LengthDelimited];
  const { wireType } = content.format;
  // Numbers of a list may be packed or not, whatever the declaration says.
  return isList && wireType !== WireType.LengthDelimited ? [wireType, WireType.LengthDelimited] : [wireType];
}

/**
 * Whether the value from `start` to `end` is one of the enum, if there is one. A varint that a closed enum does not know
 * is an unknown field. https://protobuf.dev/programming-guides/enum/
 */
export function isKnownValue(
  { enum: type }: ScalarContent,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  if (type === undefined || type.open) return true;
  return type.value[new BinaryReader(bytes.subarray(start, end)).int32()] !== undefined;
}
