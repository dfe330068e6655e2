import type { ReflectMessage } from '@bufbuild/protobuf/reflect';
import type { JsonValue } from '../../model/json.js';
import type { TypeLookup } from '../types/type-lookup.js';

/** Gives the JSON of messages, and with it of what they hold. */
export interface Printer {
  readonly types: TypeLookup;
  print(message: ReflectMessage): JsonValue;
}
