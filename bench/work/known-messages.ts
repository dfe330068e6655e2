import { fileURLToPath } from 'node:url';
import { credentials, type Interceptor, makeGenericClientConstructor } from '@grpc/grpc-js';
import wrappers from 'google-protobuf/google/protobuf/wrappers_pb.js';
import type { CassetteOptions } from '../../lib/index.js';
import { requestOf } from '../calls/messages.js';
import { type BenchClient, benchService, callInTurn, createClient } from '../calls/service.js';

const { BytesValue } = wrappers;
type Message = InstanceType<typeof BytesValue>;

/** What tells what the bytes of a request mean. */
export type Knowledge = 'bytes' | 'class' | 'schema';

const schema = fileURLToPath(new URL('../../../bench/calls/bench.proto', import.meta.url));

/** The options of a cassette that is given such knowledge; a class comes with the client. */
export function optionsFor(knowledge: Knowledge): CassetteOptions {
  return knowledge === 'schema' ? { schema } : {};
}

/** Makes the unary calls from the number `from` on through a client that has such knowledge. */
export async function callWith(
  knowledge: Knowledge,
  interceptor: Interceptor,
  from: number,
  count: number,
): Promise<void> {
  const nowhere = '127.0.0.1:1';
  if (knowledge !== 'class') {
    await callInTurn(createClient(nowhere, interceptor), from, count);
    return;
  }
  const Constructor = makeGenericClientConstructor(
    { ...benchService, Unary: { ...benchService.Unary, requestSerialize: serialize } },
    'bench.Bench',
  );
  const client = new Constructor(nowhere, credentials.createInsecure(), { interceptors: [interceptor] });
  for (let number = from; number < from + count; number += 1)
    await callWithClass(client as unknown as BenchClient, BytesValue.deserializeBinary(requestOf(number)));
}

function serialize(message: Message): Buffer {
  return Buffer.from(message.serializeBinary());
}

function callWithClass(client: BenchClient, request: Message): Promise<void> {
  const unary = client.Unary.bind(client) as unknown as (
    request: Message,
    done: (error: Error | null) => void,
  ) => void;
  return new Promise((resolve, reject) => {
    unary(request, (error) => (error === null ? resolve() : reject(error)));
  });
}
