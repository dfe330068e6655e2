import * as grpc from '@grpc/grpc-js';
import { echoService } from './echo-server.js';
import { messageOf } from './memory-files.js';

/** A server of large calls, with the echo service's methods. */
export interface LargeServer {
  readonly address: string;
  stop(): void;
}

/**
 * Starts a server whose ServerStream answers `count:size` with so many messages of that size, no faster than they are
 * read, and whose ClientStream answers with the number of requests.
 */
export async function startLargeServer(): Promise<LargeServer> {
  const server = new grpc.Server();
  const { ServerStream, ClientStream } = echoService;
  server.addService({ ServerStream, ClientStream }, { ServerStream: send, ClientStream: count });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}

function send(call: grpc.ServerWritableStream<Buffer, Buffer>): void {
  const [count = 0, size = 0] = call.request.toString().split(':').map(Number);
  let sent = 0;
  const write = (): void => {
    while (sent < count && !call.cancelled) {
      const more = call.write(messageOf(sent, size));
      sent += 1;
      if (!more) {
        call.once('drain', write);
        return;
      }
    }
    call.end();
  };
  write();
}

function count(call: grpc.ServerReadableStream<Buffer, Buffer>, callback: grpc.sendUnaryData<Buffer>): void {
  let requests = 0;
  call.on('data', () => {
    requests += 1;
  });
  call.on('end', () => callback(null, Buffer.from(String(requests))));
}
