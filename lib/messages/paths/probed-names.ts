import { WireType } from '@bufbuild/protobuf/wire';
import type { JsonValue } from '../../model/json.js';
import { type ClassProbe, VALUES } from '../types/class-probe.js';
import { type FieldSpot, wrap } from '../types/class-spot.js';
import { KEY_PAIRS } from '../wire/map-entry.js';
import { concatBytes, delimitedField, NO_BYTES, wireField } from '../wire/wire-bytes.js';

const WIRE_TYPES = [WireType.LengthDelimited, WireType.Varint, WireType.Bit32, WireType.Bit64] as const;

/** What the plain view of a class calls a field. */
export interface ProbedName {
  readonly name: string;
  /** Whether it is a list, in google-protobuf also a map. */
  readonly isList: boolean;
}

/** The view that a class gives of bytes, by the names of its fields; undefined where it cannot. */
export type NamedView = (bytes: Uint8Array) => JsonValue | undefined;

/** Learns the name of a field by what appears in the class's view of a message when the field is set. */
export function findProbedName(probe: ClassProbe, view: NamedView, spot: FieldSpot): ProbedName | undefined {
  const wireTypes = WIRE_TYPES.filter((type) => probe.isKnown(spot, type));
  if (wireTypes.length === 0) return undefined;
  if (probe.isMessage(spot) && probe.occurrence(spot) === 'map') return findMapName(view, spot);
  const before = view(wrap(spot.parent, NO_BYTES));
  const fields = wireTypes.flatMap((type) =>
    VALUES[type].map((value) => wireField(spot.number, type, value)),
  );
  return firstOf(fields, (field) => findDifference(before, view(wrap(spot.parent, field)), '', false));
}

/** A second entry is what makes the difference: a first one may appear within the map, or with it. */
function findMapName(view: NamedView, spot: FieldSpot): ProbedName | undefined {
  for (const [one, other] of KEY_PAIRS) {
    const entry = delimitedField(spot.number, concatBytes([spot.entry, one]));
    const entries = concatBytes([entry, delimitedField(spot.number, concatBytes([spot.entry, other]))]);
    const found = findDifference(view(wrap(spot.parent, entry)), view(wrap(spot.parent, entries)), '', true);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where two views of a message differ: in what the second has more, or else. `name` is what both are the values of. */
function findDifference(
  one: JsonValue | undefined,
  other: JsonValue | undefined,
  name: string,
  isWithinMap: boolean,
): ProbedName | undefined {
  const found = { name, isList: Array.isArray(other) };
  if (Array.isArray(one) && Array.isArray(other)) {
    if (one.length !== other.length) return found;
    return firstOf(other, (each: JsonValue, index) => findDifference(one[index], each, name, isWithinMap));
  }
  if (!isRecord(one) || !isRecord(other)) return one === other || other === undefined ? undefined : found;
  return firstOf(Object.entries(other), ([key, value]) => {
    if (Object.hasOwn(one, key)) return findDifference(one[key], value, key, isWithinMap);
    return isWithinMap ? found : { name: key, isList: Array.isArray(value) };
  });
}

function firstOf<T>(
  items: readonly T[],
  find: (item: T, index: number) => ProbedName | undefined,
): ProbedName | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isRecord(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
