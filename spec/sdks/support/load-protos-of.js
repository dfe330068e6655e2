import { createRequire } from 'node:module';
import { fromJSON } from '@grpc/proto-loader';

const require = createRequire(import.meta.url);

/** The schema that an SDK of Google brings, `build/protos/protos.json`, as proto-loader has it. */
export function loadProtosOf(sdk) {
  const json = require(require.resolve(sdk).replace(/build\/.*$/, 'build/protos/protos.json'));
  return fromJSON(json, { longs: String, enums: String, defaults: true, oneofs: true });
}
