import { lineAfter } from './lines.js';

/** Whether bytes are valid UTF-8. */
export type IsUtf8 = (bytes: Uint8Array) => boolean;

const CHUNK = 1 << 20;

/** The same by what every runtime has. */
export function isDecodable(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let at = 0; at < bytes.length; at += CHUNK)
      decoder.decode(bytes.subarray(at, at + CHUNK), { stream: true });
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

/** The line, counted from 1, that is not valid UTF-8. */
export function lineOfBadUtf8(bytes: Buffer): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line += 1) {
    const to = lineAfter(bytes, from);
    const text = bytes.subarray(from, to);
    if (!Buffer.from(text.toString('utf8'), 'utf8').equals(text)) return line;
    from = to;
  }
  return line;
}
