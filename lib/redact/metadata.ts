import type { MetadataEntries } from '../model/metadata.js';

/** Metadata keys whose values are secrets by convention. Whole names: `token` must not empty `next_page_token`. */
export const SECRET_METADATA_KEYS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'api-key',
  'x-goog-api-key',
  'x-auth-token',
  'x-access-token',
  'token',
]);

/** What stands in the place of a secret value. */
export const REPLACEMENT = '[REDACTED]';

/** `entries` with the values of secret keys replaced; keys and the number of values stay. */
export function redactMetadata(entries: MetadataEntries): MetadataEntries {
  if (![...entries.keys()].some((key) => SECRET_METADATA_KEYS.has(key))) return entries;
  return new Map(
    [...entries].map(([key, values]) =>
      SECRET_METADATA_KEYS.has(key) ? [key, values.map(() => REPLACEMENT)] : [key, values],
    ),
  );
}
