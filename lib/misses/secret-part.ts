import { isSecretField } from '../redact/fields.js';
import { SECRET_METADATA_KEYS } from '../redact/metadata.js';

/** What an entry of a map, or a header, calls its value, by what it calls its key; by number where there are no names. */
const KEYS_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['value', ['key', 'name']],
  ['2', ['1']],
]);

/**
 * Whether what `holder` has under `name` is not to be shown: it is named like a secret, or it is the value of an entry that
 * is, `{"key":"authorization","value":…}`, `{"1":"authorization","2":…}`, or `["authorization", …]`, as google-protobuf
 * shows maps.
 */
export function isSecretPart(holder: unknown, name: string): boolean {
  return (
    isSecretName(name) || keysOf(holder, name).some((key) => typeof key === 'string' && isSecretName(key))
  );
}

function keysOf(holder: unknown, name: string): readonly unknown[] {
  if (typeof holder !== 'object' || holder === null) return [];
  if (Array.isArray(holder)) return holder.length === 2 && name === '1' ? [holder[0]] : [];
  return (KEYS_OF.get(name) ?? []).map((key) => (holder as Readonly<Record<string, unknown>>)[key]);
}

function isSecretName(name: string): boolean {
  return isSecretField(name) || SECRET_METADATA_KEYS.has(name.toLowerCase());
}
