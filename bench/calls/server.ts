import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { headersOf, messageOf, RESPONSE_SIZE, readStreamRequest, trailersOf } from './messages.js';
import { benchService } from './service.js';

const response = messageOf(0, RESPONSE_SIZE);
let calls = 0;

/** What the transport sets itself is left to it. */
function metadataOf(entries: ReturnType<typeof headersOf>): Metadata {
  const metadata = new Metadata();
  for (const [key, value] of entries) if (key.startsWith('x-')) metadata.add(key, value);
  return metadata;
}

const server = new Server();
server.addService(benchService, {
  Unary(call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) {
    calls += 1;
    call.sendMetadata(metadataOf(headersOf(calls)));
    callback(null, response, metadataOf(trailersOf(calls)));
  },
  Stream(call: ServerWritableStream<Buffer, Buffer>) {
    calls += 1;
    const trailers = metadataOf(trailersOf(calls));
    call.sendMetadata(metadataOf(headersOf(calls)));
    const { count, size } = readStreamRequest(call.request);
    const message = messageOf(0, size);
    let left = count;
    const send = (): void => {
      while (left > 0) {
        left -= 1;
        if (!call.write(message)) {
          call.once('drain', send);
          return;
        }
      }
      call.end(trailers);
    };
    send();
  },
});
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.send?.(port);
});
process.once('disconnect', () => server.forceShutdown());
