import type { MetadataEntries } from '../model/metadata.js';
import { isSecretName, SECRET_METADATA_KEYS } from './secret-names.js';

/** What an entry of a map, or a header, calls its value, by what it calls its key; by number where there are no names. */
const KEYS_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['value', ['key', 'name']],
  ['2', ['1']],
]);

/**
 * What a cassette takes out of all that it stores, compares and prints. The engine makes one and hands it on: whoever
 * writes or shows something asks it, and nobody else knows the rules.
 */
export class Redaction {
  /** What stands in the place of a secret value. */
  readonly replacement = '[REDACTED]';

  /** `entries` with the values of secret keys replaced; keys and the number of values stay. */
  metadata(entries: MetadataEntries): MetadataEntries {
    if (![...entries.keys()].some((key) => SECRET_METADATA_KEYS.has(key))) return entries;
    return new Map(
      [...entries].map(([key, values]) =>
        SECRET_METADATA_KEYS.has(key) ? [key, values.map(() => this.replacement)] : [key, values],
      ),
    );
  }

  /**
   * Whether what `holder` has under `name` is not to be shown: it is named like a secret, or it is the value of an entry
   * that is, `{"key":"authorization","value":…}`, `{"1":"authorization","2":…}`, or `["authorization", …]`, as
   * google-protobuf shows maps.
   */
  hides(holder: unknown, name: string): boolean {
    return (
      isSecretName(name) || keysOf(holder, name).some((key) => typeof key === 'string' && isSecretName(key))
    );
  }
}

function keysOf(holder: unknown, name: string): readonly unknown[] {
  if (typeof holder !== 'object' || holder === null) return [];
  if (Array.isArray(holder)) return holder.length === 2 && name === '1' ? [holder[0]] : [];
  return (KEYS_OF.get(name) ?? []).map((key) => (holder as Readonly<Record<string, unknown>>)[key]);
}
