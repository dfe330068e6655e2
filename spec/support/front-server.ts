import * as grpc from '@grpc/grpc-js';
import { bind } from './bind.js';
import { callUnary, type EchoClient, echoService } from './echo-server.js';

/** A server under test: it answers each unary call with what its own client is answered, errors included. */
export interface FrontServer {
  readonly address: string;
  stop(): void;
}

/** Starts one whose client is `behind`. Its calls have no asynchronous context of a test's: a connection has its own. */
export async function startFrontServer(behind: EchoClient): Promise<FrontServer> {
  const server = new grpc.Server();
  server.addService(
    { Unary: echoService.Unary },
    {
      Unary(call: grpc.ServerUnaryCall<Buffer, Buffer>, done: grpc.sendUnaryData<Buffer>) {
        void callUnary(behind, call.request.toString()).then(({ error, response }) => {
          if (error === null) done(null, Buffer.from(response ?? ''));
          else done({ code: error.code, details: error.details });
        });
      },
    },
  );
  return { address: await bind(server), stop: () => server.forceShutdown() };
}
