import { fileURLToPath } from 'node:url';
import { loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** The path of the schema that the suite's own server speaks. */
export const shelfProto = fileURLToPath(new URL('../protos/shelf.proto', import.meta.url));

/** The client class of `shelf.proto`, as `@grpc/proto-loader` makes it. */
export function loadShelf() {
  return loadPackageDefinition(loadSync(shelfProto, { longs: String, defaults: true })).shelf.v1.Shelf;
}
