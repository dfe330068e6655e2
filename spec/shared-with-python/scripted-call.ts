import { EventEmitter, once } from 'node:events';
import * as grpc from '@grpc/grpc-js';

/** A call of a service of bytes: what either side sends, and how it ends. */
export interface ScriptedCall {
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly requests: readonly Uint8Array[];
  readonly responses: readonly Uint8Array[];
  /** `ok` and `failed`: the server ends it. `cancelled`: the client does. `open`: nobody does. */
  readonly end: 'ok' | 'failed' | 'cancelled' | 'open';
}

const same = (bytes: Buffer): Buffer => bytes;

function method(requestStream: boolean, responseStream: boolean) {
  return {
    path: `/bytes.Bytes/${requestStream ? 'Streamed' : 'Single'}${responseStream ? 'Stream' : 'Sample'}`,
    requestStream,
    responseStream,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
}

const service = {
  singleSample: method(false, false),
  singleStream: method(false, true),
  streamedSample: method(true, false),
  streamedStream: method(true, true),
};

const failure = { code: grpc.status.NOT_FOUND, details: 'no such thing' };

/** A server that plays its part of one call after another. */
export interface ScriptedServer {
  readonly address: string;
  /** What the server received, a list of requests for each call. */
  readonly received: readonly (readonly Buffer[])[];
  /** Resolves when so many calls have arrived. */
  arrived(count: number): Promise<void>;
  stop(): void;
}

/** Starts a server that plays its part of `calls`, in the order in which they arrive. */
export async function startScriptedServer(calls: readonly ScriptedCall[]): Promise<ScriptedServer> {
  const received: Buffer[][] = [];
  const arrivals = new EventEmitter();
  const begin = (): { call: ScriptedCall; requests: Buffer[] } => {
    const call = calls[received.length];
    if (call === undefined) throw new Error('There is a call more than there are scripts.');
    const requests: Buffer[] = [];
    received.push(requests);
    arrivals.emit('call');
    return { call, requests };
  };
  const server = new grpc.Server();
  server.addService(service, handlers(begin));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return {
    address: `127.0.0.1:${port}`,
    received,
    async arrived(count) {
      while (received.length < count) await once(arrivals, 'call');
    },
    stop: () => server.forceShutdown(),
  };
}

function handlers(
  begin: () => { call: ScriptedCall; requests: Buffer[] },
): grpc.UntypedServiceImplementation {
  const answer = (script: ScriptedCall, callback: grpc.sendUnaryData<Buffer>): void => {
    if (script.end === 'failed') callback(failure);
    else if (script.end === 'ok') callback(null, Buffer.from(script.responses[0] ?? []));
  };
  const speak = (script: ScriptedCall, call: grpc.ServerWritableStream<Buffer, Buffer>): void => {
    for (const response of script.responses) call.write(Buffer.from(response));
    if (script.end === 'failed') call.emit('error', failure);
    else if (script.end === 'ok') call.end();
  };
  return {
    singleSample(call: grpc.ServerUnaryCall<Buffer, Buffer>, callback: grpc.sendUnaryData<Buffer>) {
      const { call: script, requests } = begin();
      requests.push(call.request);
      answer(script, callback);
    },
    singleStream(call: grpc.ServerWritableStream<Buffer, Buffer>) {
      const { call: script, requests } = begin();
      requests.push(call.request);
      speak(script, call);
    },
    streamedSample(call: grpc.ServerReadableStream<Buffer, Buffer>, callback: grpc.sendUnaryData<Buffer>) {
      const { call: script, requests } = begin();
      call.on('data', (request: Buffer) => requests.push(request));
      call.on('end', () => answer(script, callback));
    },
    streamedStream(call: grpc.ServerDuplexStream<Buffer, Buffer>) {
      const { call: script, requests } = begin();
      call.on('data', (request: Buffer) => requests.push(request));
      call.on('end', () => speak(script, call as unknown as grpc.ServerWritableStream<Buffer, Buffer>));
    },
  };
}

/** What the client's program heard of a call: its responses, and the status where there was one. */
export interface Heard {
  readonly responses: readonly Buffer[];
  readonly code: grpc.status | undefined;
}

/** A call under way, of any kind. */
type LiveCall = EventEmitter & { cancel(): void };

/**
 * Says the client's part of `call` and waits for its end; of one that nobody ends, for its last response. The client
 * cancels once it has heard all responses and `arrived` is through.
 */
export async function say(
  client: grpc.Client,
  call: ScriptedCall,
  arrived: Promise<void> = Promise.resolve(),
): Promise<Heard> {
  const responses: Buffer[] = [];
  let hearAll = (): void => {};
  const all = new Promise<void>((resolve) => {
    hearAll = resolve;
  });
  const hear = (response: Buffer | undefined): void => {
    if (response !== undefined) responses.push(response);
    if (responses.length === call.responses.length) hearAll();
  };
  const live = start(client, call, hear);
  const ended = new Promise<grpc.StatusObject>((resolve) => live.on('status', resolve));
  live.on('error', () => {});
  live.on('data', hear);
  if (call.responses.length === 0) hearAll();
  if (call.end === 'open' || call.end === 'cancelled') await Promise.all([all, arrived]);
  if (call.end === 'open') return { responses, code: undefined };
  if (call.end === 'cancelled') live.cancel();
  return { responses, code: (await ended).code };
}

function start(client: grpc.Client, call: ScriptedCall, hear: (response?: Buffer) => void): LiveCall {
  const { path } = method(call.requestStream, call.responseStream);
  const single = Buffer.from(call.requests[0] ?? []);
  const callback = (_: unknown, response?: Buffer): void => hear(response);
  if (!call.requestStream) {
    return call.responseStream
      ? client.makeServerStreamRequest(path, same, same, single)
      : client.makeUnaryRequest(path, same, same, single, callback);
  }
  const live = call.responseStream
    ? client.makeBidiStreamRequest<Buffer, Buffer>(path, same, same)
    : client.makeClientStreamRequest<Buffer, Buffer>(path, same, same, callback);
  for (const request of call.requests) live.write(Buffer.from(request));
  live.end();
  return live;
}
