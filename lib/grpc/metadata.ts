import type { Metadata } from '@grpc/grpc-js';
import type { MetadataEntries } from '../model/metadata.js';

/** gRPC metadata as entries; binary values are copied. */
export function fromGrpcMetadata(metadata: Metadata): MetadataEntries {
  const entries = Object.entries(metadata.toJSON());
  return new Map(
    entries.map(([key, values]) => [
      key,
      values.map((value) => (typeof value === 'string' ? value : Uint8Array.from(value))),
    ]),
  );
}

/** Entries as gRPC metadata of the same copy of grpc-js that `like` is of: two can be loaded at once. */
export function toGrpcMetadata(entries: MetadataEntries, like: Metadata): Metadata {
  const metadata = new (like.constructor as new () => Metadata)();
  for (const [key, values] of entries) {
    for (const value of values) metadata.add(key, typeof value === 'string' ? value : Buffer.from(value));
  }
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
