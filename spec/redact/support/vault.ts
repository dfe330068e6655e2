import * as grpc from '@grpc/grpc-js';
import { bind } from '../../support/bind.js';

const same = (bytes: Buffer): Buffer => bytes;

/** The four kinds of calls, by their methods. */
export const KINDS = ['Unary', 'ServerStream', 'ClientStream', 'Bidi'] as const;
export type KindName = (typeof KINDS)[number];

/** What the server tells each call. */
export interface Told {
  readonly headers: grpc.Metadata;
  readonly messages: readonly Uint8Array[];
  readonly trailers: grpc.Metadata;
  /** With which the call fails; it is well without. */
  readonly details?: string;
}

/** What a call came to. */
export interface Outcome {
  readonly messages: readonly Buffer[];
  readonly status: grpc.StatusObject;
  readonly error: grpc.ServiceError | undefined;
}

const methods = Object.fromEntries(
  KINDS.map((name) => {
    const requestStream = name === 'ClientStream' || name === 'Bidi';
    const responseStream = name === 'ServerStream' || name === 'Bidi';
    const path = `/canary.Vault/${name}`;
    const codec = {
      requestSerialize: same,
      requestDeserialize: same,
      responseSerialize: same,
      responseDeserialize: same,
    };
    return [name, { path, requestStream, responseStream, ...codec }];
  }),
);

/** A server that tells secrets, and its clients. */
export class Vault {
  told: Told = { headers: new grpc.Metadata(), messages: [], trailers: new grpc.Metadata() };
  address = '';
  readonly #server = new grpc.Server();
  readonly #clients: grpc.Client[] = [];

  async start(): Promise<void> {
    this.#server.addService(methods, {
      Unary: (call: grpc.ServerUnaryCall<Buffer, Buffer>, answer: grpc.sendUnaryData<Buffer>) => {
        this.#answer(call, answer);
      },
      ServerStream: (call: grpc.ServerWritableStream<Buffer, Buffer>) => this.#stream(call),
      ClientStream: (call: grpc.ServerReadableStream<Buffer, Buffer>, answer: grpc.sendUnaryData<Buffer>) => {
        call.on('data', () => undefined).on('end', () => this.#answer(call, answer));
      },
      Bidi: (call: grpc.ServerDuplexStream<Buffer, Buffer>) => {
        call.on('data', () => undefined).on('end', () => this.#stream(call));
      },
    });
    this.address = await bind(this.#server);
  }

  stop(): void {
    for (const client of this.#clients.splice(0)) client.close();
    this.#server.forceShutdown();
  }

  /** A client of the server, or of nobody. */
  client(options: grpc.ClientOptions, address = this.address): grpc.Client {
    const client = new grpc.Client(address, grpc.credentials.createInsecure(), options);
    this.#clients.push(client);
    return client;
  }

  #answer(call: { sendMetadata(metadata: grpc.Metadata): void }, answer: grpc.sendUnaryData<Buffer>): void {
    const { headers, messages, trailers, details } = this.told;
    call.sendMetadata(headers);
    if (details === undefined) answer(null, Buffer.from(messages[0] ?? []), trailers);
    else answer({ code: grpc.status.INTERNAL, details, metadata: trailers });
  }

  #stream(call: grpc.ServerWritableStream<Buffer, Buffer> | grpc.ServerDuplexStream<Buffer, Buffer>): void {
    const { headers, messages, trailers, details } = this.told;
    call.sendMetadata(headers);
    for (const message of messages) call.write(Buffer.from(message));
    if (details === undefined) call.end(trailers);
    else call.emit('error', { code: grpc.status.INTERNAL, details, metadata: trailers });
  }
}

/** Makes a call, with all its requests at once. Resolves when it is over. */
export function callVault(
  client: grpc.Client,
  kind: KindName,
  requests: readonly Uint8Array[],
  metadata: grpc.Metadata = new grpc.Metadata(),
  options: grpc.CallOptions = {},
): Promise<Outcome> {
  const path = `/canary.Vault/${kind}`;
  const first = Buffer.from(requests[0] ?? []);
  return new Promise((resolve) => {
    const messages: Buffer[] = [];
    let error: grpc.ServiceError | undefined;
    const fail = (failure: grpc.ServiceError | null): void => {
      error = failure ?? undefined;
    };
    const answered = (failure: grpc.ServiceError | null, message?: Buffer): void => {
      fail(failure);
      if (message !== undefined) messages.push(message);
    };
    const listen = <Call extends grpc.ClientReadableStream<Buffer> | grpc.ClientDuplexStream<Buffer, Buffer>>(
      call: Call,
    ): Call => {
      call.on('data', (message: Buffer) => messages.push(message));
      call.on('error', fail);
      return call;
    };
    const send = <Call extends grpc.ClientWritableStream<Buffer> | grpc.ClientDuplexStream<Buffer, Buffer>>(
      call: Call,
    ): Call => {
      for (const request of requests) call.write(Buffer.from(request));
      call.end();
      return call;
    };
    const call = {
      Unary: () => client.makeUnaryRequest(path, same, same, first, metadata, options, answered),
      ServerStream: () => listen(client.makeServerStreamRequest(path, same, same, first, metadata, options)),
      ClientStream: () => send(client.makeClientStreamRequest(path, same, same, metadata, options, answered)),
      Bidi: () => send(listen(client.makeBidiStreamRequest(path, same, same, metadata, options))),
    }[kind]();
    call.on('status', (status: grpc.StatusObject) =>
      setImmediate(() => resolve({ messages, status, error })),
    );
  });
}

/** Metadata of these keys and values. */
export function metadataOf(
  entries: readonly (readonly [key: string, value: string | Buffer])[],
): grpc.Metadata {
  const metadata = new grpc.Metadata();
  for (const [key, value] of entries) metadata.add(key, value);
  return metadata;
}
