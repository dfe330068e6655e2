import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { benchService, HEADERS, MESSAGE_SIZE, messageOf, RESPONSE_SIZE, TRAILERS } from './service.js';

const response = messageOf(0, RESPONSE_SIZE);
const message = messageOf(0, MESSAGE_SIZE);

/** What the transport sets itself is left to it. */
function metadataOf(entries: typeof HEADERS): Metadata {
  const metadata = new Metadata();
  for (const [key, value] of entries) if (key.startsWith('x-')) metadata.add(key, value);
  return metadata;
}

const server = new Server();
server.addService(benchService, {
  Unary(call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) {
    call.sendMetadata(metadataOf(HEADERS));
    callback(null, response, metadataOf(TRAILERS));
  },
  Stream(call: ServerWritableStream<Buffer, Buffer>) {
    call.sendMetadata(metadataOf(HEADERS));
    let left = Number(call.request.toString());
    const send = (): void => {
      while (left > 0) {
        left -= 1;
        if (!call.write(message)) {
          call.once('drain', send);
          return;
        }
      }
      call.end(metadataOf(TRAILERS));
    };
    send();
  },
});
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.send?.(port);
});
process.once('disconnect', () => server.forceShutdown());
