import type { JsonValue } from '../../model/json.js';
import { CanonicalForm } from '../canonical/canonical-message.js';
import { canonicalWire } from '../canonical/canonical-wire.js';
import { namesOf } from '../paths/find-field.js';
import type { DescriptorShapes } from '../types/descriptor-shapes.js';
import type { MessageShape } from '../types/field.js';
import type { FieldNames } from '../types/field-names.js';
import { once } from '../types/once.js';
import { messageJson } from '../view/message-json.js';
import type { MessageType } from './method-types.js';

/** The type of that name, resolved when it is first needed. */
export function createMessageType(name: string, shapes: DescriptorShapes): MessageType {
  // That a type cannot be resolved takes long to find out, too.
  const shape = once(() => findShapeOf(name, shapes));
  const findShape = (typeName: string) => shapes.find(typeName);
  const form = new CanonicalForm({ findShape });
  const toJson = (bytes: Uint8Array): JsonValue => messageJson(shape(), bytes, findShape);
  return {
    name,
    toJson,
    view: (bytes) => findResult(() => toJson(bytes)),
    canonical: (bytes) => findResult(() => form.encode(shape(), bytes)) ?? canonicalWire(bytes),
    ...namesOf(shape, (typeName) => namesOfType(typeName, shapes)),
  };
}

/** The names of the fields of what an `Any` holds; undefined where the schema lacks the type, or what it needs. */
function namesOfType(typeName: string, shapes: DescriptorShapes): FieldNames | undefined {
  const shape = findResult(() => shapes.find(typeName));
  return (
    shape &&
    namesOf(
      () => shape,
      (name) => namesOfType(name, shapes),
    )
  );
}

function findShapeOf(name: string, shapes: DescriptorShapes): MessageShape {
  const shape = shapes.find(name);
  if (shape === undefined) throw new Error(`The schema has no message ${name}.`);
  return shape;
}

/** Undefined where it throws. */
function findResult<Result>(compute: () => Result): Result | undefined {
  try {
    return compute();
  } catch {
    return undefined;
  }
}
