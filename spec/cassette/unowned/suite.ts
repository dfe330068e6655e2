import { readFileSync } from 'node:fs';
import type * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import {
  type Cassette,
  type CassetteInterceptor,
  type CassetteOptions,
  cassetteInterceptor,
} from '../../../lib/index.js';
import { besideOf, requestsIn } from '../../support/cassettes.js';
import { type EchoClient, echoClient } from '../../support/echo-server.js';
import { type EchoSuite, useEchoSuite } from '../../support/echo-suite.js';
import { type Heard, listen } from '../../support/listen.js';
import { turns } from '../../support/time.js';

/** After a call has ended: the round that was asked for meanwhile, and the first in which nothing happens. */
const ROUNDS = 2;

/** Waits until what has ended is committed. */
export function quietRound(): Promise<void> {
  return turns(ROUNDS);
}

/** A cassette that is only known by its path, and a client of it. */
interface Unowned {
  readonly client: EchoClient;
  readonly cassette: Cassette;
}

/** A suite whose tests record into `chat.yaml`, which nobody owns. */
export interface UnownedSuite extends EchoSuite {
  path(): string;
  /** Default mode: `once`. */
  open(options?: CassetteOptions): Unowned;
}

/** Gives the suite that calls this cassettes that are opened by their paths alone. */
export function useUnowned(): UnownedSuite {
  const suite = useEchoSuite();
  const clients: grpc.Client[] = [];
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  const path = (): string => suite.temporary('chat.yaml');
  return {
    ...suite,
    path,
    open(options) {
      const interceptor = cassetteInterceptor(path(), { mode: 'once', ...options });
      const client = echoClient(suite.server.address, { interceptors: [interceptor] });
      clients.push(client);
      return { client, cassette: cassetteOf(interceptor) };
    },
  };
}

function cassetteOf({ cassette }: CassetteInterceptor): Cassette {
  if (cassette === undefined) throw new Error('The interceptor has no cassette.');
  return cassette;
}

/** A stream that goes on: it has heard one message. */
export interface Watch {
  readonly call: grpc.ClientDuplexStream<Buffer, Buffer>;
  readonly heard: Heard;
}

/** Opens a stream, and waits until it has been answered once. */
export async function openWatch(client: EchoClient, request: string): Promise<Watch> {
  const call = client.Bidi();
  const heard = listen(call);
  call.write(Buffer.from(request));
  await heard.hears(1);
  return { call, heard };
}

/** Lets it end well. */
export async function endWatch({ call, heard }: Watch): Promise<void> {
  call.end();
  await heard.ended;
}

/** The cassette holds these calls, and beside it lies no more than the sign that a recording is at work. */
export function assertCommitted(path: string, requests: readonly string[]): void {
  expect(requestsIn(path)).to.deep.equal(requests);
  expect(besideOf(path)).to.deep.equal(['.chat.yaml.*.recording']);
}

/** The same after its end. */
export function assertLeft(path: string, requests: readonly string[]): void {
  expect(requestsIn(path)).to.deep.equal(requests);
  expect(besideOf(path)).to.deep.equal([]);
}

/** The file as text. */
export function textOf(path: string): string {
  return readFileSync(path, 'utf8');
}
