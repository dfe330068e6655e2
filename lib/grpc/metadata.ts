import type { Metadata } from '@grpc/grpc-js';
import { type MetadataEntries, type MetadataValue, NO_METADATA } from '../model/metadata.js';

/** gRPC metadata as entries; binary values are copied. */
export function fromGrpcMetadata(metadata: Metadata): MetadataEntries {
  const values = metadata.toJSON();
  const keys = Object.keys(values);
  if (keys.length === 0) return NO_METADATA;
  const entries = new Map<string, readonly MetadataValue[]>();
  for (const key of keys) entries.set(key, (values[key] ?? []).map(copyOf));
  return entries;
}

function copyOf(value: string | Buffer): MetadataValue {
  return typeof value === 'string' ? value : Uint8Array.from(value);
}

/** Entries as gRPC metadata of the same copy of grpc-js that `like` is of: two can be loaded at once. */
export function toGrpcMetadata(entries: MetadataEntries, like: Metadata): Metadata {
  const metadata = new (like.constructor as new () => Metadata)();
  // Without the pair that each step of `for … of` makes.
  entries.forEach((values, key) => {
    for (const value of values) metadata.add(key, typeof value === 'string' ? value : Buffer.from(value));
  });
  return metadata;
}

/** The first key whose values grpc-js refuses. The values themselves are nobody's business. */
export function findIllegalKey(entries: MetadataEntries, like: Metadata): string | undefined {
  for (const entry of entries) {
    try {
      toGrpcMetadata(new Map([entry]), like);
    } catch {
      return entry[0];
    }
  }
  return undefined;
}
