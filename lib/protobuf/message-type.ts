import type { DescMessage } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import type { JsonValue } from '../model/json.js';
import { decodeMessage } from './decode-message.js';
import { createPrinter } from './message-json.js';
import type { MessageType } from './method-types.js';
import type { TypeLookup } from './type-lookup.js';

/** The type of that name, resolved when the first message is shown. */
export function createMessageType(name: string, types: TypeLookup): MessageType {
  const printer = createPrinter(types);
  let resolved: DescMessage | undefined;
  return {
    name,
    toJson(bytes: Uint8Array): JsonValue {
      resolved ??= types.findMessage(name);
      if (resolved === undefined) throw new Error(`The schema has no message ${name}.`);
      return printer.print(reflect(resolved, decodeMessage(resolved, bytes)));
    },
  };
}
