import { WireType } from '@bufbuild/protobuf/wire';
import type { ClassProbe } from '../types/class-probe.js';
import type { FieldSpot, Spot } from '../types/class-spot.js';
import { type ElementKind, type FieldNames, sameName } from '../types/field-names.js';
import { KEY, VALUE } from '../wire/map-entry.js';
import { NO_BYTES } from '../wire/wire-bytes.js';
import { findProbedName, type NamedView, type ProbedName } from './probed-names.js';
import { findReflectedFields, type ReflectedField } from './reflected-fields.js';

const NUMBERS = [
  ['varint', WireType.Varint],
  ['fixed32', WireType.Bit32],
  ['fixed64', WireType.Bit64],
] as const;

/**
 * The names of a class's fields: those that it tells by reflection, else those of its view, found for fields that are
 * present. google-protobuf calls a list `messagesList` and a map `labelsMap`: they are `messages` and `labels` as well.
 */
export function createClassNames(
  decode: (bytes: Uint8Array) => unknown,
  view: NamedView,
  probe: ClassProbe,
): Required<FieldNames> {
  const probed = new ProbedNames(probe, view);
  let reflected: { readonly fields: readonly ReflectedField[] | undefined } | undefined;
  return {
    findNumber(path, name, present = []) {
      reflected ??= { fields: tryReflection(decode) };
      const { fields } = reflected;
      if (fields === undefined) return probed.findNumber(spotAt(probe, path), name, present);
      return find(fieldsAt(fields, path), name);
    },
    findElements(path) {
      const spot = spotAt(probe, path);
      return isField(spot) ? findElements(probe, spot) : undefined;
    },
  };
}

function tryReflection(decode: (bytes: Uint8Array) => unknown): readonly ReflectedField[] | undefined {
  try {
    return findReflectedFields(decode(NO_BYTES));
  } catch {
    // A message without fields is none, as one is required; or the types it refers to are missing.
    return undefined;
  }
}

function fieldsAt(top: readonly ReflectedField[], path: readonly number[]): readonly ReflectedField[] {
  return path.reduce<readonly ReflectedField[]>(
    (fields, number) => fields.find((field) => field.number === number)?.fields?.() ?? [],
    top,
  );
}

function find(fields: readonly ReflectedField[], name: string): number | undefined {
  return fields.find(({ names }) => names.some((each) => sameName(each, name)))?.number;
}

class ProbedNames {
  private readonly probe: ClassProbe;
  private readonly view: NamedView;
  private readonly known = new WeakMap<Spot, { readonly found: ProbedName | undefined }>();

  constructor(probe: ClassProbe, view: NamedView) {
    this.probe = probe;
    this.view = view;
  }

  findNumber(parent: Spot, name: string, present: readonly number[]): number | undefined {
    if (isField(parent) && findElements(this.probe, parent) === 'entry') {
      return { key: KEY, value: VALUE }[name];
    }
    const named = present.map((number) => [number, this.nameOf(this.probe.spot(parent, number))] as const);
    const [number] =
      named.find(([, found]) => found !== undefined && sameName(found.name, name)) ??
      named.find(([, found]) => found !== undefined && isListOf(found, name)) ??
      [];
    return number;
  }

  private nameOf(spot: FieldSpot): ProbedName | undefined {
    const known = this.known.get(spot) ?? { found: findProbedName(this.probe, this.view, spot) };
    this.known.set(spot, known);
    return known.found;
  }
}

function isListOf(found: ProbedName, name: string): boolean {
  return (
    found.isList &&
    ['List', 'Map'].some((suffix) => found.name.endsWith(suffix) && sameName(found.name, name + suffix))
  );
}

function findElements(probe: ClassProbe, spot: FieldSpot): ElementKind | undefined {
  const [number] = NUMBERS.find(([, wireType]) => probe.isKnown(spot, wireType)) ?? [];
  if (number !== undefined) return number;
  if (!probe.isKnown(spot, WireType.LengthDelimited)) return undefined;
  if (!probe.isMessage(spot)) return 'text';
  const occurrence = probe.occurrence(spot);
  return occurrence === 'map' ? 'entry' : occurrence === 'repeated' ? 'message' : undefined;
}

function spotAt(probe: ClassProbe, path: readonly number[]): Spot {
  return path.reduce<Spot>((spot, number) => probe.spot(spot, number), probe.root);
}

function isField(spot: Spot): spot is FieldSpot {
  return spot.parent !== undefined;
}
