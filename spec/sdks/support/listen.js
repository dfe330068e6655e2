import { ServerCredentials } from '@grpc/grpc-js';

/** Starts a grpc-js server on a free port of this machine. */
export async function listen(server, credentials = ServerCredentials.createInsecure()) {
  const port = await new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return { address: `localhost:${port}`, stop: () => server.forceShutdown() };
}
