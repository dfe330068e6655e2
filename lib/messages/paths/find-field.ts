import type { Field, MessageShape } from '../types/field.js';
import type { FieldNames } from '../types/field-names.js';

/**
 * The names of the fields of messages of a shape. A field's first name goes before another's second, and any of these
 * before one that is only written otherwise: `request_id` in .proto files, `requestId` in code. `shape` may throw, as
 * where the schema lacks a type: then no field has a name. `findType` knows the types of what an `Any` holds.
 */
export function namesOf(
  shape: () => MessageShape,
  findType: (typeName: string) => FieldNames | undefined = () => undefined,
): Required<FieldNames> {
  return {
    findNumber(path, name, present = []) {
      try {
        return findByName(shapeAt(shape(), path)?.namedFields(present) ?? [], name)?.number;
      } catch {
        return undefined;
      }
    },
    findRepeated(path) {
      const field = findFieldAt(shape, path);
      return field?.isList === true || field?.content.type === 'map' ? field : undefined;
    },
    findField: (path) => findFieldAt(shape, path),
    findType,
    findShape() {
      try {
        return shape();
      } catch {
        return undefined;
      }
    },
  };
}

function findFieldAt(shape: () => MessageShape, path: readonly number[]): Field | undefined {
  try {
    const field = shapeAt(shape(), path.slice(0, -1))?.findField(path.at(-1) ?? 0);
    // What a class turns out not to tell of it throws here, and not where nobody expects it.
    return field?.content && field;
  } catch {
    return undefined;
  }
}

/** The shape of the message at a path of field numbers; of an entry, where a map is there. */
function shapeAt(top: MessageShape, path: readonly number[]): MessageShape | undefined {
  let shape: MessageShape | undefined = top;
  for (const number of path) {
    const content: Field['content'] | undefined = shape?.findField(number)?.content;
    if (content?.type === 'map') shape = content.entry;
    else shape = content?.type === 'message' ? content.shape() : undefined;
  }
  return shape;
}

function findByName(fields: readonly Field[], name: string): Field | undefined {
  const mostNames = fields.reduce((most, { names }) => Math.max(most, names.length), 0);
  for (const isSame of [isEqual, isSameInCode]) {
    for (let rank = 0; rank < mostNames; rank += 1) {
      const found = fields.find(({ names: { [rank]: own } }) => own !== undefined && isSame(own, name));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function isEqual(one: string, other: string): boolean {
  return one === other;
}

function isSameInCode(one: string, other: string): boolean {
  return camelCase(one) === camelCase(other);
}

/** Joins words as protobuf's JSON does. */
function camelCase(name: string): string {
  return name.replace(/_+([a-z0-9])?/gi, (_, letter: string | undefined) => (letter ?? '').toUpperCase());
}
