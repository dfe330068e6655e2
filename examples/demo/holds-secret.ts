/** Whether a cassette's text holds a secret: as it is, or anywhere inside bytes that are written in base64. */
export function holdsSecret(cassette: string, secret: string): boolean {
  const joined = cassette.replace(/\s+/g, '');
  return cassette.includes(secret) || [0, 1, 2].some((offset) => joined.includes(inBase64(secret, offset)));
}

/** The characters that a secret has in base64 when `offset` other bytes of a group of three precede it. */
function inBase64(secret: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
  const firstOwn = Math.ceil((offset * 8) / 6);
  const lastOwn = Math.floor((bytes.length * 8) / 6);
  return bytes.toString('base64').slice(firstOwn, lastOwn);
}
