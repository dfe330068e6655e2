/** All that a program heard, in order, a line of JSON each. */
export const heard = [];

/** Takes down what an SDK gave to its caller: all of it, errors with the fields that they have beyond those of every error. */
export function hear(what, value) {
  heard.push(JSON.stringify({ [what]: value === undefined ? 'undefined' : value }, printable));
}

/** What JSON would lose. `toJSON` of buffers, dates and grpc's metadata keeps what is in them. */
function printable(key, value) {
  const original = this[key];
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Map) return [...value];
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (original instanceof Error) {
    const { name, message, cause } = original;
    return { name, message, ...(cause === undefined ? {} : { cause }), ...original };
  }
  return value;
}
