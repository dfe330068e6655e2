import type { DescExtension, DescField, DescMessage } from '@bufbuild/protobuf';
import { WireType } from '@bufbuild/protobuf/wire';
import { findFieldOf } from '../canonical/canonical-type.js';
import { type ElementKind, sameName } from '../types/field-names.js';
import type { TypeLookup } from '../types/type-lookup.js';
import { scalarWireType } from '../types/wire-shape.js';
import { KEY, VALUE } from '../wire/map-entry.js';

const ENTRY: ReadonlyMap<string, number> = new Map([
  ['key', KEY],
  ['value', VALUE],
]);

/** What has fields: a message, or the map whose entry is meant. */
type Holder = DescMessage | (DescField & { readonly fieldKind: 'map' });

/** See `FieldNames`; a field's name in the .proto file goes before another's in JSON. */
export function findNumber(
  top: DescMessage,
  path: readonly number[],
  name: string,
  types: TypeLookup,
): number | undefined {
  const holder = holderAt(top, path, types);
  if (holder === undefined) return undefined;
  if (holder.kind === 'field') return ENTRY.get(name);
  const { fields } = holder;
  const field =
    fields.find((each) => each.name === name) ??
    fields.find((each) => each.jsonName === name) ??
    // Of a schema that was itself made of names in code, such as a protos.json.
    fields.find((each) => sameName(each.name, name));
  return field?.number;
}

/** See `FieldNames`. */
export function findElements(
  top: DescMessage,
  path: readonly number[],
  types: TypeLookup,
): ElementKind | undefined {
  const number = path.at(-1);
  const holder = holderAt(top, path.slice(0, -1), types);
  if (number === undefined || holder?.kind !== 'message') return undefined;
  const field = findFieldOf(holder, number, types);
  if (field?.fieldKind === 'map') return 'entry';
  return field?.fieldKind === 'list' ? elementKind(field) : undefined;
}

function elementKind(field: (DescField | DescExtension) & { readonly fieldKind: 'list' }): ElementKind {
  if (field.listKind === 'message') return 'message';
  switch (field.listKind === 'enum' ? WireType.Varint : scalarWireType(field.scalar)) {
    case WireType.Bit32:
      return 'fixed32';
    case WireType.Bit64:
      return 'fixed64';
    case WireType.Varint:
      return 'varint';
    default:
      return 'text';
  }
}

function holderAt(top: DescMessage, path: readonly number[], types: TypeLookup): Holder | undefined {
  let holder: Holder | undefined = top;
  for (const number of path) holder = holder && findHolder(holder, number, types);
  return holder;
}

function findHolder(holder: Holder, number: number, types: TypeLookup): Holder | undefined {
  if (holder.kind === 'field') return number === VALUE ? holder.message : undefined;
  const field: DescField | DescExtension | undefined = findFieldOf(holder, number, types);
  return field?.fieldKind === 'map' ? field : field?.message;
}
