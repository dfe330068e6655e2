import {
  type Client,
  type ClientReadableStream,
  type ClientUnaryCall,
  credentials,
  type Interceptor,
  makeGenericClientConstructor,
  type requestCallback,
} from '@grpc/grpc-js';
import { requestOf, streamRequestOf } from './messages.js';

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
  /** Answers with as many messages of such a size as the request says. */
  Stream: { path: '/bench.Bench/Stream', requestStream: false, responseStream: true, ...bytesOnly },
};

export interface BenchClient extends Client {
  Unary(request: Buffer, callback: requestCallback<Buffer>): ClientUnaryCall;
  Stream(request: Buffer): ClientReadableStream<Buffer>;
}

export function createClient(address: string, interceptor: Interceptor): BenchClient {
  const Constructor = makeGenericClientConstructor(benchService, 'bench.Bench');
  const client = new Constructor(address, credentials.createInsecure(), { interceptors: [interceptor] });
  return client as unknown as BenchClient;
}

/**
 * Makes unary calls one after another, each with its own request. A call starts on the empty stack of an `await`, as a
 * program's would: grpc-js captures the stack of every call, and a deep one costs microseconds.
 */
export async function callInTurn(client: BenchClient, from: number, count: number): Promise<void> {
  for (let number = from; number < from + count; number += 1) await callOnce(client, requestOf(number));
}

export function callOnce(client: BenchClient, request: Buffer): Promise<void> {
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

/** Reads one stream of `count` messages of `size` bytes to its end. */
export function readStream(client: BenchClient, count: number, size: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let heard = 0;
    client
      .Stream(streamRequestOf(count, size))
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
