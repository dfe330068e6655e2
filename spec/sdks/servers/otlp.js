import { Metadata, Server, status } from '@grpc/grpc-js';
import { listen } from '../support/listen.js';

const asIs = (bytes) => bytes;
const EXPORT = {
  path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  requestStream: false,
  responseStream: false,
  requestSerialize: asIs,
  requestDeserialize: asIs,
  responseSerialize: asIs,
  responseDeserialize: asIs,
};
/** `ExportTraceServiceResponse`: one span was rejected, for it is `too old`. */
const PARTIAL_SUCCESS = Buffer.from('0a0b0801' + '1207746f6f206f6c64', 'hex');

/** Starts a collector of traces: it takes the first export in part, refuses the second, and takes all others. */
export async function startCollector() {
  const server = new Server();
  let exports = 0;
  server.addService(
    { export: EXPORT },
    {
      export(_call, callback) {
        exports += 1;
        if (exports === 1) return callback(null, PARTIAL_SUCCESS);
        if (exports > 2) return callback(null, Buffer.alloc(0));
        const metadata = new Metadata();
        metadata.set('quota', 'spent');
        callback({ code: status.RESOURCE_EXHAUSTED, details: 'no more today', metadata });
      },
    },
  );
  return await listen(server);
}
