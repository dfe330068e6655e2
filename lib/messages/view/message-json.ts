import type { DescField, DescMessage } from '@bufbuild/protobuf';
import type { ReflectMessage } from '@bufbuild/protobuf/reflect';
import type { JsonValue } from '../../model/json.js';
import type { TypeLookup } from '../types/type-lookup.js';
import { extensionEntries } from './extension-json.js';
import { fieldJson, isShown } from './field-json.js';
import type { Printer } from './printer.js';
import { wellKnownJson } from './well-known-json.js';

/** A printer that finds the types of extensions, and of what an Any holds, in `types`. */
export function createPrinter(types: TypeLookup): Printer {
  const printer: Printer = {
    types,
    print(message) {
      const wellKnown = wellKnownJson(message, printer);
      return wellKnown === undefined ? plainJson(message, printer) : wellKnown;
    },
  };
  return printer;
}

/** Sorting costs more than the rest of a small message. */
const sorted = new WeakMap<DescMessage, readonly DescField[]>();

function plainJson(message: ReflectMessage, printer: Printer): JsonValue {
  const fields = sortedFields(message.desc)
    .filter((field) => isShown(message, field))
    .map((field) => [field.name, fieldJson(message, field, printer)] as const);
  // Not by assignment: a field may be called __proto__.
  return Object.fromEntries([...fields, ...extensionEntries(message, printer)]);
}

function sortedFields(desc: DescMessage): readonly DescField[] {
  const known = sorted.get(desc);
  if (known !== undefined) return known;
  const fields = desc.fields.toSorted((one, other) => one.number - other.number);
  sorted.set(desc, fields);
  return fields;
}
