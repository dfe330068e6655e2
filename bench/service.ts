import {
  type Client,
  type ClientReadableStream,
  type ClientUnaryCall,
  credentials,
  type Interceptor,
  makeGenericClientConstructor,
  type requestCallback,
} from '@grpc/grpc-js';

const same = (bytes: Buffer): Buffer => bytes;
const bytesOnly = {
  requestSerialize: same,
  requestDeserialize: same,
  responseSerialize: same,
  responseDeserialize: same,
};

/** Messages are bytes: what a message class costs would be the same on both sides, and hide what the call costs. */
export const benchService = {
  Unary: { path: '/bench.Bench/Unary', requestStream: false, responseStream: false, ...bytesOnly },
  /** Answers with as many messages as the request says, in text. */
  Stream: { path: '/bench.Bench/Stream', requestStream: false, responseStream: true, ...bytesOnly },
};

export interface BenchClient extends Client {
  Unary(request: Buffer, callback: requestCallback<Buffer>): ClientUnaryCall;
  Stream(request: Buffer): ClientReadableStream<Buffer>;
}

/** What every answer of the bench carries, recorded or live. */
export const HEADERS: readonly (readonly [string, string])[] = [
  ['content-type', 'application/grpc+proto'],
  ['grpc-accept-encoding', 'identity,deflate,gzip'],
  ['x-request-id', '7f9c2ba4-e88f-4a1b-9f3c-0d5a3a8f6c11'],
];
export const TRAILERS: readonly (readonly [string, string])[] = [['x-cost', '17']];

/** The size of a unary response, in bytes. */
export const RESPONSE_SIZE = 200;
/** The size of a streamed message, in bytes. */
export const MESSAGE_SIZE = 100;

/** A message of `size` bytes that no other number has. */
export function messageOf(number: number, size: number): Buffer {
  return Buffer.alloc(size, `${number}:`.padEnd(16, '.'));
}

export function createClient(address: string, interceptor: Interceptor): BenchClient {
  const Constructor = makeGenericClientConstructor(benchService, 'bench.Bench');
  const client = new Constructor(address, credentials.createInsecure(), { interceptors: [interceptor] });
  return client as unknown as BenchClient;
}

const requests: Buffer[] = [];

/** The request that no other number has; made once, so that the warm-up pays for it. */
function requestOf(number: number): Buffer {
  requests[number] ??= messageOf(number, 60);
  return requests[number];
}

/**
 * Makes unary calls one after another, each with its own request. A call starts on the empty stack of an `await`, as a
 * program's would: grpc-js captures the stack of every call, and a deep one costs microseconds.
 */
export async function callInTurn(client: BenchClient, from: number, count: number): Promise<void> {
  for (let number = from; number < from + count; number += 1) await call(client, requestOf(number));
}

function call(client: BenchClient, request: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    client.Unary(request, (error) => (error === null ? resolve() : reject(error)));
  });
}

/** Makes unary calls, `width` of them at a time. */
export async function callAtOnce(
  client: BenchClient,
  from: number,
  count: number,
  width: number,
): Promise<void> {
  const each = Math.floor(count / width);
  await Promise.all(
    Array.from({ length: width }, (_, index) => callInTurn(client, from + index * each, each)),
  );
}

/** Reads one stream of `count` messages to its end. */
export function readStream(client: BenchClient, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let heard = 0;
    client
      .Stream(Buffer.from(String(count)))
      .on('data', () => {
        heard += 1;
      })
      .on('error', reject)
      .on('end', () => {
        if (heard === count) resolve();
        else reject(new Error(`The stream ended after ${heard} of ${count} messages.`));
      });
  });
}
