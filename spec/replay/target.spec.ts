import { writeFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { cassetteInterceptor, openCassette } from '../../lib/index.js';
import { bind } from '../support/bind.js';
import { cassette, entry } from '../support/cassettes.js';
import { callUnary, type EchoClient, echoClient, echoService } from '../support/echo-server.js';
import { withoutModeVariable } from '../support/environment.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { sayAll } from './talk.js';

/** A server that answers with its own name. */
function namedServer(name: string): grpc.Server {
  const server = new grpc.Server();
  server.addService(echoService, {
    Unary: (call: grpc.ServerUnaryCall<Buffer, Buffer>, callback: grpc.sendUnaryData<Buffer>) =>
      callback(null, Buffer.from(`${name} heard ${call.request}`)),
    Bidi: (call: grpc.ServerDuplexStream<Buffer, Buffer>) => {
      call.on('data', (request: Buffer) => call.write(Buffer.from(`${name} heard ${request}`)));
      call.on('end', () => call.end());
    },
  });
  return server;
}

describe('two servers in one cassette', () => {
  const temporary = useTemporaryFolder();
  withoutModeVariable();
  const servers: grpc.Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.forceShutdown();
  });

  const withTarget = (target: string | undefined, response: string, method = 'Unary'): string =>
    entry({
      method,
      requests: ['A'],
      responses: [response],
      call: [...(target === undefined ? [] : [`target: ${target}`]), 'response_metadata: {}'],
    });

  /** Calls servers at these addresses with one cassette, in this order. */
  async function asking(
    entries: readonly string[],
    addresses: readonly string[],
  ): Promise<readonly string[]> {
    const path = temporary('two.yaml');
    writeFileSync(path, cassette(...entries));
    const opened = openCassette(path);
    const heard: string[] = [];
    for (const address of addresses) {
      const client = echoClient(address, { interceptors: [cassetteInterceptor(opened)] });
      const { error, response } = await callUnary(client, 'A');
      heard.push(response ?? error?.details ?? '');
      client.close();
    }
    await opened.close();
    return heard;
  }

  const entriesOfTwo = [withTarget('dns:one.test:1', 'of one'), withTarget('dns:two.test:2', 'of two')];

  it('each answer the calls that are made to them, with both gone', async () => {
    const path = temporary('live.yaml');
    const addresses: string[] = [];
    for (const name of ['one', 'two']) {
      const server = namedServer(name);
      servers.push(server);
      addresses.push(await bind(server));
    }
    const clientOf = (address: string, mode: 'once' | 'none'): EchoClient =>
      echoClient(address, { interceptors: [cassetteInterceptor(openCassette(path, { mode }))] });
    const program = async (
      mode: 'once' | 'none',
      order: readonly string[],
    ): Promise<Record<string, unknown>> => {
      const clients = order.map((address) => clientOf(address, mode));
      const unary = await Promise.all(clients.map((client) => callUnary(client, 'A')));
      const streams = await Promise.all(clients.map((client) => sayAll(client, ['B'])));
      await openCassette(path, { mode }).close();
      for (const client of clients) client.close();
      return Object.fromEntries(
        order.map((address, index) => [address, [unary[index]?.response, streams[index]]]),
      );
    };
    const recorded = await program('once', addresses);
    for (const server of servers.splice(0)) server.forceShutdown();
    expect(recorded).to.deep.equal({
      [String(addresses[0])]: ['one heard A', ['one heard B', 'status 0']],
      [String(addresses[1])]: ['two heard A', ['two heard B', 'status 0']],
    });
    expect(await program('none', [...addresses].reverse())).to.deep.equal(recorded);
  });

  it('are told apart in any order', async () => {
    expect(await asking(entriesOfTwo, ['two.test:2', 'one.test:1'])).to.deep.equal(['of two', 'of one']);
  });

  it('do not answer for each other, and the miss says why', async () => {
    const [, miss = ''] = await asking(entriesOfTwo, ['one.test:1', 'one.test:1']);
    expect(miss.split('\n')[0]).to.equal('The recording that answers this call was already played.');
    const [other = ''] = await asking(
      [withTarget('dns:one.test:1', 'of one'), withTarget('dns:two.test:2', 'x', 'Bidi')],
      ['two.test:2'],
    );
    expect(other.split('\n').slice(0, 1).concat(other.split('\n').slice(4))).to.deep.equal([
      'This request was recorded with another server.',
      '  nearest:   interaction 0 (line 3) is of dns:one.test:1, the call is made to dns:two.test:2',
      '  next step: give each server a cassette of its own, or record the call, too, with GRPC_CASSETTE_MODE=new_episodes.',
    ]);
  });

  it('are each compared with their own recordings where nothing answers', async () => {
    const asked = (target: string, request: string): string =>
      entry({ requests: [request], responses: ['x'], call: [`target: ${target}`, 'response_metadata: {}'] });
    const entries = [asked('dns:one.test:1', 'AB'), asked('dns:two.test:2', 'other')];
    const [miss = ''] = await asking(entries, ['two.test:2']);
    expect(miss).to.include('nearest:   interaction 1 (line 13)\n             the request: "other" -> "A"\n');
  });

  it('both answer a call to a third: the server of a test has another port in each run', async () => {
    expect(await asking(entriesOfTwo, ['three.test:3', 'three.test:3'])).to.deep.equal(['of one', 'of two']);
  });

  it('share what was recorded without a target', async () => {
    const entries = [...entriesOfTwo, withTarget(undefined, 'of anyone')];
    expect(await asking(entries, ['two.test:2', 'two.test:2'])).to.deep.equal(['of two', 'of anyone']);
  });

  it('need no telling apart where there is one: its recordings answer calls to any', async () => {
    expect(await asking([withTarget('dns:one.test:1', 'of one')], ['two.test:2'])).to.deep.equal(['of one']);
  });
});
