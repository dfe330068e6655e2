import type { DescExtension, DescField, DescMessage } from '@bufbuild/protobuf';
import { findFieldOf } from './canonical-type.js';
import type { TypeLookup } from './type-lookup.js';

const KEY = 1;
const VALUE = 2;
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
  let holder: Holder | undefined = top;
  for (const number of path) holder = holder && findHolder(holder, number, types);
  if (holder === undefined) return undefined;
  if (holder.kind === 'field') return ENTRY.get(name);
  const { fields } = holder;
  const field = fields.find((each) => each.name === name) ?? fields.find((each) => each.jsonName === name);
  return field?.number;
}

function findHolder(holder: Holder, number: number, types: TypeLookup): Holder | undefined {
  if (holder.kind === 'field') return number === VALUE ? holder.message : undefined;
  const field: DescField | DescExtension | undefined = findFieldOf(holder, number, types);
  return field?.fieldKind === 'map' ? field : field?.message;
}
