import type { DescMessage } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import type { JsonValue } from '../../model/json.js';
import { CanonicalForm } from '../canonical/canonical-message.js';
import { canonicalWire } from '../canonical/canonical-wire.js';
import { namesOf } from '../paths/find-field.js';
import type { DescriptorShapes } from '../types/descriptor-shapes.js';
import type { TypeLookup } from '../types/type-lookup.js';
import { decodeMessage } from '../view/decode-message.js';
import { createPrinter } from '../view/message-json.js';
import type { MessageType } from './method-types.js';

/** The type of that name, resolved when it is first needed. */
export function createMessageType(name: string, types: TypeLookup, shapes: DescriptorShapes): MessageType {
  const resolve = resolver(name, types);
  const shape = () => shapes.of(resolve());
  const form = new CanonicalForm((typeName) => shapes.find(typeName));
  const printer = createPrinter(types);
  const toJson = (bytes: Uint8Array): JsonValue => {
    const desc = resolve();
    return printer.print(reflect(desc, decodeMessage(desc, bytes)));
  };
  return {
    name,
    toJson,
    view: (bytes) => findResult(() => toJson(bytes)),
    canonical: (bytes) => findResult(() => form.encode(shape(), bytes)) ?? canonicalWire(bytes),
    ...namesOf(shape),
  };
}

/** Gives the type, or throws the same Error again, where the schema cannot resolve it: that takes long to find out. */
function resolver(name: string, types: TypeLookup): () => DescMessage {
  let resolved: DescMessage | Error | undefined;
  return () => {
    resolved ??= resolve(name, types);
    if (resolved instanceof Error) throw resolved;
    return resolved;
  };
}

function resolve(name: string, types: TypeLookup): DescMessage | Error {
  try {
    return types.findMessage(name) ?? new Error(`The schema has no message ${name}.`);
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
