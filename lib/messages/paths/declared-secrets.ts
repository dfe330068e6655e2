import { WireType } from '@bufbuild/protobuf/wire';
import type { FieldPath } from '../../model/field-path.js';
import { ANY, ANY_VALUE, typeNameOf } from '../types/any.js';
import type { Field, MessageShape } from '../types/field.js';
import type { FieldNames } from '../types/field-names.js';
import { MOST_OBJECTS } from '../wire/levels.js';
import { readWireFields, type WireField } from '../wire/wire-fields.js';

/** By shape, whether a field in it is declared as secret, however deep. */
const known = new WeakMap<MessageShape, boolean>();

/**
 * The paths, by number, to the fields of a message that its schema declares with `debug_redact`, as far as the message has
 * them. https://github.com/protocolbuffers/protobuf/blob/main/src/google/protobuf/descriptor.proto
 */
export function declaredSecrets(
  bytes: Uint8Array,
  { findShape, findType }: Partial<FieldNames>,
): readonly FieldPath[] {
  const shape = findShape?.();
  if (shape === undefined || !mayHaveSecrets(shape)) return [];
  const paths = new Map<string, readonly number[]>();
  collect({ bytes, shape, place: [] }, { paths, findType }, MOST_OBJECTS);
  return [...paths.values()].map((place) => place.map((number) => ({ type: 'number', number }) as const));
}

interface Within {
  readonly bytes: Uint8Array;
  readonly shape: MessageShape;
  readonly place: readonly number[];
}

interface Collection {
  readonly paths: Map<string, readonly number[]>;
  readonly findType: FieldNames['findType'];
}

function collect({ bytes, shape, place }: Within, collection: Collection, levels: number): void {
  const fields = levels > 0 ? readWireFields(bytes) : undefined;
  const packed = shape.typeName === ANY ? findPackedShape(bytes, fields ?? [], collection) : undefined;
  for (const { number, wireType, valueStart, valueEnd } of fields ?? []) {
    const field = shape.findField(number);
    const here = [...place, number];
    if (field?.isSecret === true) {
      collection.paths.set(here.join('.'), here);
      continue;
    }
    const within = number === ANY_VALUE && packed !== undefined ? packed : field && shapeWithin(field);
    const holdsFields = wireType === WireType.LengthDelimited || wireType === WireType.StartGroup;
    if (within === undefined || !holdsFields || !mayHaveSecrets(within)) continue;
    collect(
      { bytes: bytes.subarray(valueStart, valueEnd), shape: within, place: here },
      collection,
      levels - 1,
    );
  }
}

/** The shape of what an Any holds. */
function findPackedShape(
  bytes: Uint8Array,
  fields: readonly WireField[],
  { findType }: Collection,
): MessageShape | undefined {
  const name = typeNameOf(bytes, fields);
  return name === undefined ? undefined : findType?.(name)?.findShape?.();
}

/**
 * Whether any field of the type, however deep, is declared as secret, or may be in what an Any holds, or among extensions,
 * which a type does not list. Types may hold their like.
 */
function mayHaveSecrets(shape: MessageShape): boolean {
  const settled = known.get(shape);
  if (settled !== undefined) return settled;
  const seen = new Set([shape]);
  let found = false;
  for (const each of seen) {
    found ||= each.typeName === ANY || each.isExtendable;
    for (const field of each.namedFields([])) {
      found ||= field.isSecret;
      const within = shapeWithin(field);
      if (within !== undefined) seen.add(within);
    }
    if (found) break;
  }
  known.set(shape, found);
  return found;
}

function shapeWithin({ content }: Field): MessageShape | undefined {
  if (content.type === 'map') return content.entry;
  return content.type === 'message' ? content.shape() : undefined;
}
