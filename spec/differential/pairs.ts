import { Metadata } from '@grpc/grpc-js';
import type { Pairs } from './program.js';

/** grpc-js metadata from a program's pairs. */
export function toMetadata(pairs: Pairs): Metadata {
  const metadata = new Metadata();
  for (const [key, value] of pairs) {
    metadata.add(key, key.endsWith('-bin') ? Buffer.from(value, 'latin1') : value);
  }
  return metadata;
}

/** Metadata as a log shows it: keys sorted, all values in order, bytes in hexadecimal. */
export function showMetadata(metadata: Metadata | undefined): Record<string, string[]> {
  if (metadata === undefined) return {};
  const keys = Object.keys(metadata.getMap()).sort();
  return Object.fromEntries(
    keys.map((key) => [
      key,
      metadata.get(key).map((value) => (typeof value === 'string' ? value : `0x${value.toString('hex')}`)),
    ]),
  );
}
