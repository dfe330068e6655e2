export { REPLACEMENT } from './metadata.js';

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

/** Whether a field of that name is not to be shown. */
export function isSecretField(name: string): boolean {
  return SECRET_FIELDS.has(name.toLowerCase().replace(/[^a-z0-9]/g, ''));
}
