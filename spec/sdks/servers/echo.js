import { Server } from '@grpc/grpc-js';
import { listen } from '../support/listen.js';

const toBytes = (value) => Buffer.from(JSON.stringify(value));
const fromBytes = (bytes) => JSON.parse(bytes.toString());

/** Starts a server that speaks JSON over gRPC: it says a word as often as it is asked to. */
export async function startEchoServer() {
  const server = new Server();
  const repeat = {
    path: '/echo.Echo/Repeat',
    requestStream: false,
    responseStream: true,
    requestSerialize: toBytes,
    requestDeserialize: fromBytes,
    responseSerialize: toBytes,
    responseDeserialize: fromBytes,
  };
  server.addService(
    { repeat },
    {
      repeat(call) {
        for (let time = 1; time <= call.request.times; time += 1)
          call.write({ word: call.request.word, time });
        call.end();
      },
    },
  );
  return await listen(server);
}
