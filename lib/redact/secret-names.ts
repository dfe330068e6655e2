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

/**
 * Names of fields that hold secrets by convention, in small letters without separators. Whole names: `token` must not
 * hide `next_page_token`, nor `max_tokens`.
 */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'password',
  'passwd',
  'secret',
  'clientsecret',
  'apikey',
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'authtoken',
  'bearertoken',
  'authorization',
  'privatekey',
  'secretkey',
]);

/** Whether a field of that name, or an entry under that key, holds a secret by convention. */
export function isSecretName(name: string): boolean {
  const small = name.toLowerCase();
  return SECRET_FIELDS.has(small.replace(/[^a-z0-9]/g, '')) || SECRET_METADATA_KEYS.has(small);
}
