/** Bytes as `{"$bytes": hex}`, and all else as JSON: the same from Python and from TypeScript. */
export type Encoded =
  | string
  | number
  | boolean
  | null
  | readonly Encoded[]
  | { readonly [key: string]: Encoded };

/** Bytes, encoded. */
export function hex(bytes: Uint8Array): Encoded {
  return { $bytes: Buffer.from(bytes).toString('hex') };
}

/** The bytes that were encoded. */
export function bytesOf(encoded: Encoded): Buffer {
  if (typeof encoded === 'object' && encoded !== null && '$bytes' in encoded) {
    return Buffer.from(String(encoded['$bytes']), 'hex');
  }
  throw new TypeError(`not bytes: ${JSON.stringify(encoded)}`);
}

/** What a YAML reader made, encoded. Throws for what the views of a cassette have no business to be, such as a date. */
export function encode(value: unknown): Encoded {
  if (value instanceof Uint8Array) return hex(value);
  if (Array.isArray(value)) return value.map(encode);
  if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as Encoded;
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, encode(each)]));
  }
  throw new TypeError(`neither text nor number, boolean, null, bytes, list or mapping: ${String(value)}`);
}
