import type { MetadataValue } from '../model/metadata.js';

/** `AWS4-HMAC-SHA256 Credential=…`, `Bearer …`: the scheme says nothing secret. */
const SCHEME = /^([A-Za-z][\w-]*) +(?=\S)/;
const BASIC = 'basic';

/** What in the value of a secret key may prove who sends it, and so stand elsewhere too. */
export function credentialsIn(key: string, value: MetadataValue): readonly Uint8Array[] {
  if (typeof value !== 'string') return [value];
  const [, scheme] = SCHEME.exec(value) ?? [];
  const rest = scheme === undefined ? value : value.slice(scheme.length).trim();
  return [rest, ...partsOf(key, rest), ...(scheme?.toLowerCase() === BASIC ? basicParts(rest) : [])].map(
    (text) => new TextEncoder().encode(text),
  );
}

/** Cookies, and parameters of a scheme. Attributes of a cookie that is set are none. */
function partsOf(key: string, text: string): readonly string[] {
  const parts = text.split(/[;,\s]+/);
  const own = key === 'set-cookie' ? parts.slice(0, 1) : parts;
  return own.flatMap((part) => {
    const value = part.slice(part.indexOf('=') + 1).replace(/^"(.*)"$/, '$1');
    return part.includes('=') && value !== '' ? [value] : [];
  });
}

/** https://www.rfc-editor.org/rfc/rfc7617#section-2 */
function basicParts(text: string): readonly string[] {
  const pair = Buffer.from(text, 'base64').toString();
  return [pair, pair.slice(pair.indexOf(':') + 1)];
}
