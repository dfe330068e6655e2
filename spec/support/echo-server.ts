import * as grpc from '@grpc/grpc-js';
import { bind } from './bind.js';

const same = (bytes: Buffer): Buffer => bytes;

function method(name: string, requestStream: boolean, responseStream: boolean) {
  return {
    path: `/echo.Echo/${name}`,
    requestStream,
    responseStream,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
}

/** A service of bytes, one method of each kind. */
export const echoService = {
  Unary: method('Unary', false, false),
  ServerStream: method('ServerStream', false, true),
  ClientStream: method('ClientStream', true, false),
  Bidi: method('Bidi', true, true),
};

/** The client of the echo service, as a generic client has it. */
export interface EchoClient extends grpc.Client {
  Unary(
    request: Buffer,
    metadata: grpc.Metadata,
    options: grpc.CallOptions,
    callback: grpc.requestCallback<Buffer>,
  ): grpc.ClientUnaryCall;
  Unary(request: Buffer, callback: grpc.requestCallback<Buffer>): grpc.ClientUnaryCall;
  ServerStream(request: Buffer, options?: grpc.CallOptions): grpc.ClientReadableStream<Buffer>;
  ClientStream(callback: grpc.requestCallback<Buffer>): grpc.ClientWritableStream<Buffer>;
  Bidi(options?: grpc.CallOptions): grpc.ClientDuplexStream<Buffer, Buffer>;
}

/** A running echo server. */
export interface EchoServer {
  readonly address: string;
  /** The requests that reached the server, as text, in order; streamed calls by their first request. */
  readonly reached: readonly string[];
  stop(): Promise<void>;
}

/**
 * Starts a server that answers `re:<request>`; `fail` with NOT_FOUND and trailers. ServerStream sends `<request>:0`,
 * `:1`, `:2`; ClientStream joins the requests with commas; Bidi echoes each request.
 */
export async function startEchoServer(): Promise<EchoServer> {
  const reached: string[] = [];
  const server = new grpc.Server();
  server.addService(echoService, handlers(reached));
  const address = await bind(server);
  return {
    address,
    reached,
    stop: async () => server.forceShutdown(),
  };
}

/** A client of the echo server. */
export function echoClient(address: string, options: grpc.ClientOptions = {}): EchoClient {
  const EchoClientConstructor = grpc.makeGenericClientConstructor(echoService, 'echo.Echo');
  return new EchoClientConstructor(
    address,
    grpc.credentials.createInsecure(),
    options,
  ) as unknown as EchoClient;
}

/** How a unary call ended. */
export interface UnaryOutcome {
  readonly error: grpc.ServiceError | null;
  readonly response: string | undefined;
}

/** Makes a unary call and waits for its end, whatever it is. */
export function callUnary(
  client: EchoClient,
  request: string | Uint8Array,
  metadata: Readonly<Record<string, string>> = {},
): Promise<UnaryOutcome> {
  const sent = new grpc.Metadata();
  for (const [key, value] of Object.entries(metadata)) sent.add(key, value);
  return new Promise((resolve) => {
    client.Unary(Buffer.from(request), sent, {}, (error, response) =>
      resolve({ error, response: response?.toString() }),
    );
  });
}

function handlers(reached: string[]): grpc.UntypedServiceImplementation {
  return {
    Unary(call: grpc.ServerUnaryCall<Buffer, Buffer>, callback: grpc.sendUnaryData<Buffer>) {
      const request = call.request.toString();
      reached.push(request);
      if (request !== 'fail') {
        callback(null, Buffer.from(`re:${request}`));
        return;
      }
      const metadata = new grpc.Metadata();
      metadata.set('x-reason', 'asked to');
      callback({ code: grpc.status.NOT_FOUND, details: 'no such thing', metadata });
    },
    ServerStream(call: grpc.ServerWritableStream<Buffer, Buffer>) {
      reached.push(call.request.toString());
      for (const index of [0, 1, 2]) call.write(Buffer.from(`${call.request}:${index}`));
      call.end();
    },
    ClientStream(call: grpc.ServerReadableStream<Buffer, Buffer>, callback: grpc.sendUnaryData<Buffer>) {
      const requests: string[] = [];
      call.on('data', (request: Buffer) => {
        if (requests.push(request.toString()) === 1) reached.push(request.toString());
      });
      call.on('end', () => callback(null, Buffer.from(requests.join(','))));
    },
    Bidi(call: grpc.ServerDuplexStream<Buffer, Buffer>) {
      let first = true;
      call.on('data', (request: Buffer) => {
        if (first) reached.push(request.toString());
        first = false;
        call.write(request);
      });
      call.on('end', () => call.end());
    },
  };
}
