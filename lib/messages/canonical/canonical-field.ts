import {
  type DescEnum,
  type DescExtension,
  type DescField,
  type DescMessage,
  type DescOneof,
  ScalarType,
} from '@bufbuild/protobuf';
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';
import { fieldShape, scalarWireType } from '../types/wire-shape.js';
import { KEY, VALUE } from '../wire/map-entry.js';
import type { ScalarFormat } from './canonical-scalar.js';

/** What the one form of a field depends on. */
export interface CanonicalField {
  readonly number: number;
  readonly isList: boolean;
  /** Those of its declaration; in another, it is an unknown field. */
  readonly wireTypes: readonly WireType[];
  /** Whether the field at its default is the same as none. Says nothing of a list or a map. */
  readonly isImplicit: boolean;
  readonly oneof: DescOneof | undefined;
  readonly content: CanonicalContent;
}

/** What a field holds, or an element of a list. */
export type CanonicalContent =
  | { readonly type: 'scalar'; readonly format: ScalarFormat; readonly closed: DescEnum | undefined }
  | { readonly type: 'message'; readonly desc: DescMessage; readonly isGroup: boolean }
  | { readonly type: 'map'; readonly key: CanonicalField; readonly value: CanonicalField };

/** A field or an extension. */
export function createCanonicalField(field: DescField | DescExtension): CanonicalField {
  return {
    number: field.number,
    isList: field.fieldKind === 'list',
    wireTypes: fieldShape(field).wireTypes,
    isImplicit: field.presence === FeatureSet_FieldPresence.IMPLICIT,
    oneof: field.oneof,
    content: field.fieldKind === 'map' ? mapContent(field) : itemContent(field),
  };
}

/** Whether this varint is a value of the enum. One that a closed enum does not know is an unknown field. */
export function isKnownValue(closed: DescEnum | undefined, varint: Uint8Array): boolean {
  return closed === undefined || closed.value[new BinaryReader(varint).int32()] !== undefined;
}

function mapContent(field: DescField & { fieldKind: 'map' }): CanonicalContent {
  const key = { type: 'scalar', format: scalarFormat(field.mapKey, field.utf8Validation) } as const;
  return {
    type: 'map',
    key: entryField(KEY, key.format.wireType, { ...key, closed: undefined }),
    value: entryField(
      VALUE,
      field.scalar === undefined ? enumOrMessageWireType(field) : scalarWireType(field.scalar),
      itemContent(field),
    ),
  };
}

function enumOrMessageWireType(field: DescField): WireType {
  return field.enum === undefined ? WireType.LengthDelimited : WireType.Varint;
}

/** In an entry, an absent key or value is the same as its default. */
function entryField(number: number, wireType: WireType, content: CanonicalContent): CanonicalField {
  return { number, isList: false, wireTypes: [wireType], isImplicit: true, oneof: undefined, content };
}

function itemContent(field: DescField | DescExtension): CanonicalContent {
  if (field.message !== undefined) {
    const isGroup = field.fieldKind !== 'map' && field.delimitedEncoding;
    return { type: 'message', desc: field.message, isGroup };
  }
  if (field.enum !== undefined) {
    const format = { ...scalarFormat(ScalarType.INT32, false), zero: firstValue(field.enum) };
    return { type: 'scalar', format, closed: field.enum.open ? undefined : field.enum };
  }
  return { type: 'scalar', format: scalarFormat(field.scalar, field.utf8Validation), closed: undefined };
}

function scalarFormat(type: ScalarType, utf8Validation: boolean): ScalarFormat {
  const wireType = scalarWireType(type);
  const mustBeUtf8 = type === ScalarType.STRING && utf8Validation;
  return { type, wireType, mustBeUtf8, zero: new Uint8Array(sizeOfZero(wireType)) };
}

function sizeOfZero(wireType: WireType): number {
  switch (wireType) {
    case WireType.Bit64:
      return 8;
    case WireType.Bit32:
      return 4;
    case WireType.LengthDelimited:
      return 0;
    default:
      return 1;
  }
}

/** A closed enum need not have a zero. */
function firstValue({ values }: DescEnum): Uint8Array {
  return new BinaryWriter().int32(values[0]?.number ?? 0).finish();
}
