import type { JsonValue } from '../../model/json.js';
import { concatBytes, delimitedField, NO_BYTES } from '../wire/wire-bytes.js';
import { wrap } from './class-probe.js';
import type { FieldProbe } from './field-probe.js';
import { keyPairs } from './map-examples.js';

/** What google-protobuf adds to the names of lists and maps. */
const SUFFIXES = ['List', 'Map'] as const;

/** What the plain view of a class calls a field. */
interface ProbedName {
  readonly name: string;
  /** Whether it is a list, in google-protobuf also a map. */
  readonly isList: boolean;
}

/** The view that a class gives of bytes, by the names of its fields; undefined where it cannot. */
export type NamedView = (bytes: Uint8Array) => JsonValue | undefined;

/**
 * Learns the names of a field by what appears in the class's view of a message when the field is set. google-protobuf
 * calls a list `messagesList` and a map `labelsMap`: they are `messages` and `labels` as well.
 */
export function findProbedNames(probe: FieldProbe, view: NamedView): readonly string[] {
  const found = probe.wireTypes.length === 0 ? undefined : findName(probe, view);
  if (found === undefined) return [];
  const { name, isList } = found;
  const suffix = isList ? SUFFIXES.find((each) => name.endsWith(each)) : undefined;
  return suffix === undefined ? [name] : [name, name.slice(0, -suffix.length)];
}

function findName(probe: FieldProbe, view: NamedView): ProbedName | undefined {
  if (probe.isMessage && probe.occurrence === 'map') return findMapName(probe, view);
  const before = view(wrap(probe.parent, NO_BYTES));
  return firstOf(probe.examples, (field) =>
    findDifference(before, view(wrap(probe.parent, field)), '', false),
  );
}

/** A second entry is what makes the difference: a first one may appear within the map, or with it. */
function findMapName({ number, parent, entry }: FieldProbe, view: NamedView): ProbedName | undefined {
  for (const [one, other] of keyPairs()) {
    const first = delimitedField(number, concatBytes([entry, one]));
    const both = concatBytes([first, delimitedField(number, concatBytes([entry, other]))]);
    const found = findDifference(view(wrap(parent, first)), view(wrap(parent, both)), '', true);
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
  if (!isJsonObject(one) || !isJsonObject(other))
    return one === other || other === undefined ? undefined : found;
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

function isJsonObject(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
