import type { DescMessage } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import type { JsonValue } from '../../model/json.js';
import { CanonicalForm } from '../canonical/canonical-message.js';
import { canonicalWire } from '../canonical/canonical-wire.js';
import { findElements, findNumber } from '../paths/find-field.js';
import type { ElementKind } from '../types/field-names.js';
import type { TypeLookup } from '../types/type-lookup.js';
import { decodeMessage } from '../view/decode-message.js';
import { createPrinter } from '../view/message-json.js';
import type { Printer } from '../view/printer.js';
import type { MessageType } from './method-types.js';

/** The type of that name, resolved when it is first needed. */
export function createMessageType(name: string, types: TypeLookup): MessageType {
  return new NamedType(name, types);
}

class NamedType implements MessageType {
  readonly name: string;
  readonly #types: TypeLookup;
  readonly #printer: Printer;
  readonly #canonicalForm: CanonicalForm;
  /** Set once it is known; an Error where the schema cannot resolve it, which takes long to find out. */
  #resolved: DescMessage | Error | undefined;

  constructor(name: string, types: TypeLookup) {
    this.name = name;
    this.#types = types;
    this.#printer = createPrinter(types);
    this.#canonicalForm = new CanonicalForm(types);
  }

  toJson(bytes: Uint8Array): JsonValue {
    const desc = this.#resolve();
    return this.#printer.print(reflect(desc, decodeMessage(desc, bytes)));
  }

  view(bytes: Uint8Array): JsonValue | undefined {
    return findResult(() => this.toJson(bytes));
  }

  canonical(bytes: Uint8Array): Uint8Array {
    return findResult(() => this.#canonicalForm.encode(this.#resolve(), bytes)) ?? canonicalWire(bytes);
  }

  findNumber(path: readonly number[], name: string): number | undefined {
    return findResult(() => findNumber(this.#resolve(), path, name, this.#types));
  }

  findElements(path: readonly number[]): ElementKind | undefined {
    return findResult(() => findElements(this.#resolve(), path, this.#types));
  }

  #resolve(): DescMessage {
    this.#resolved ??= resolve(this.name, this.#types);
    if (this.#resolved instanceof Error) throw this.#resolved;
    return this.#resolved;
  }
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
