import { type Server, ServerCredentials } from '@grpc/grpc-js';

/** Lets the server listen on a free port of the loopback interface; resolves to its address. */
export function bind(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(`127.0.0.1:${port}`) : reject(error),
    );
  });
}
