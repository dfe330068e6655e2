import type { DescExtension, DescField, DescMessage } from '@bufbuild/protobuf';
import type { TypeLookup } from '../types/type-lookup.js';
import { type CanonicalField, createCanonicalField } from './canonical-field.js';

/** What the one form of a message depends on. */
export interface CanonicalType {
  readonly isAny: boolean;
  readonly hasOneofs: boolean;
  /** Also an extension; undefined where the schema knows no such field. Never throws. */
  findField(number: number): CanonicalField | undefined;
}

/** The type's fields, each looked at when it first occurs. */
export function createCanonicalType(desc: DescMessage, types: TypeLookup): CanonicalType {
  const fields = new Map<number, CanonicalField | undefined>();
  return {
    isAny: desc.typeName === 'google.protobuf.Any',
    hasOneofs: desc.oneofs.length > 0,
    findField(number) {
      const known = fields.get(number);
      if (known !== undefined || fields.has(number)) return known;
      const field = findFieldOf(desc, number, types);
      const made = field && createCanonicalField(field);
      fields.set(number, made);
      return made;
    },
  };
}

/** A message's field, or its extension, by number. Never throws. */
export function findFieldOf(
  desc: DescMessage,
  number: number,
  types: TypeLookup,
): DescField | DescExtension | undefined {
  const field = desc.fields.find((each) => each.number === number);
  if (field !== undefined) return field;
  try {
    return types.findExtension(desc.typeName, number);
  } catch {
    // It refers to a type that the schema lacks.
    return undefined;
  }
}
