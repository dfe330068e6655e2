import type { JsonValue } from '../../model/json.js';
import { CanonicalForm } from '../canonical/canonical-message.js';
import { canonicalWire } from '../canonical/canonical-wire.js';
import { namesOf } from '../paths/find-field.js';
import type { DescriptorShapes } from '../types/descriptor-shapes.js';
import type { MessageShape } from '../types/field.js';
import { messageJson } from '../view/message-json.js';
import type { MessageType } from './method-types.js';

/** The type of that name, resolved when it is first needed. */
export function createMessageType(name: string, shapes: DescriptorShapes): MessageType {
  const shape = resolver(name, shapes);
  const findShape = (typeName: string) => shapes.find(typeName);
  const form = new CanonicalForm({ findShape });
  const toJson = (bytes: Uint8Array): JsonValue => messageJson(shape(), bytes, findShape);
  return {
    name,
    toJson,
    view: (bytes) => findResult(() => toJson(bytes)),
    canonical: (bytes) => findResult(() => form.encode(shape(), bytes)) ?? canonicalWire(bytes),
    ...namesOf(shape),
  };
}

/** Gives the shape, or throws the same Error again where the schema cannot resolve it: that takes long to find out. */
function resolver(name: string, shapes: DescriptorShapes): () => MessageShape {
  let resolved: MessageShape | Error | undefined;
  return () => {
    resolved ??= resolve(name, shapes);
    if (resolved instanceof Error) throw resolved;
    return resolved;
  };
}

function resolve(name: string, shapes: DescriptorShapes): MessageShape | Error {
  try {
    return shapes.find(name) ?? new Error(`The schema has no message ${name}.`);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Undefined where it throws. */
function findResult<Result>(compute: () => Result): Result | undefined {
  try {
    return compute();
  } catch {
    return undefined;
  }
}
