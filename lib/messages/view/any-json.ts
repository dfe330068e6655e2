import { type ReflectMessage, reflect } from '@bufbuild/protobuf/reflect';
import { base64Encode } from '@bufbuild/protobuf/wire';
import type { JsonValue } from '../../model/json.js';
import { decodeMessage } from './decode-message.js';
import type { Printer } from './printer.js';
import { isWellKnownType } from './well-known-types.js';

// Fields are found by number: a proto-loader definition may have other names for them.
const TYPE_URL = 1;
const VALUE = 2;

/** What an Any holds, with its type; `value` is base64 where the type is unknown or the bytes are no such message. */
export function anyJson(any: ReflectMessage, printer: Printer): JsonValue {
  const typeUrl = String(contentOf(any, TYPE_URL) ?? '');
  const bytes = contentOf(any, VALUE);
  const value = bytes instanceof Uint8Array ? bytes : new Uint8Array();
  if (typeUrl === '' && value.length === 0) return {};
  return { '@type': typeUrl, ...(knownJson(typeUrl, value, printer) ?? { value: base64Encode(value) }) };
}

function contentOf(any: ReflectMessage, fieldNumber: number): unknown {
  const field = any.findNumber(fieldNumber);
  return field && any.get(field);
}

function knownJson(
  typeUrl: string,
  value: Uint8Array,
  printer: Printer,
): { readonly [key: string]: JsonValue } | undefined {
  const typeName = typeUrl.slice(typeUrl.lastIndexOf('/') + 1);
  try {
    const desc = printer.types.findMessage(typeName);
    if (desc === undefined) return undefined;
    const json = printer.print(reflect(desc, decodeMessage(desc, value)));
    return isWellKnownType(typeName) ? { value: json } : (json as { readonly [key: string]: JsonValue });
  } catch {
    return undefined;
  }
}
