import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { type Cassette, cassetteInterceptor, openCassette, type RecordMode } from '../../lib/index.js';
import { bind } from '../support/bind.js';
import { callUnary, type EchoClient, echoClient, echoService } from '../support/echo-server.js';
import { withoutModeVariable } from '../support/environment.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { randomOf, shuffled } from './conversations.js';
import { converse } from './talk.js';

const CALLS = 1000;

/** A server that counts its calls in its answers, and greets who opens a stream before it is said anything. */
function countingServer(): grpc.Server {
  let calls = 0;
  const server = new grpc.Server();
  server.addService(echoService, {
    Unary(call: grpc.ServerUnaryCall<Buffer, Buffer>, callback: grpc.sendUnaryData<Buffer>) {
      calls += 1;
      callback(null, Buffer.from(`${call.request} is call ${calls}`));
    },
    Bidi(call: grpc.ServerDuplexStream<Buffer, Buffer>) {
      call.write(Buffer.from('welcome'));
      call.on('data', (request: Buffer) => call.write(Buffer.from(`re:${request}`)));
      call.on('end', () => call.end());
    },
  });
  return server;
}

describe('calls at the same time', () => {
  const temporary = useTemporaryFolder();
  withoutModeVariable();
  let server: grpc.Server | undefined;
  let address: string;

  beforeEach(async () => {
    server = countingServer();
    address = await bind(server);
  });

  function stopServer(): void {
    server?.forceShutdown();
    server = undefined;
  }

  afterEach(stopServer);

  async function using<T>(
    path: string,
    mode: RecordMode,
    program: (client: EchoClient, opened: Cassette) => Promise<T>,
  ): Promise<T> {
    const opened = openCassette(path, { mode });
    const client = echoClient(address, { interceptors: [cassetteInterceptor(opened)] });
    const result = await program(client, opened);
    client.close();
    await opened.close();
    expect(opened.misses).to.deep.equal([]);
    expect(opened.unplayed).to.deep.equal([]);
    return result;
  }

  const askAll = (client: EchoClient, requests: readonly string[]): Promise<(string | undefined)[]> =>
    Promise.all(requests.map(async (request) => (await callUnary(client, request)).response));

  it('with 1,000 distinct requests each hear their own answer, in any order', async () => {
    const path = temporary('distinct.yaml');
    const requests = Array.from({ length: CALLS }, (_, index) => `question ${index}`);
    const recorded = await using(path, 'once', (client) => askAll(client, requests));
    expect(new Set(recorded).size).to.equal(CALLS);
    stopServer();
    const answers = new Map(requests.map((request, index) => [request, recorded[index]]));
    for (const seed of [1, 2]) {
      const order = shuffled(requests, randomOf(seed));
      const heard = await using(path, 'none', (client) => askAll(client, order));
      expect(heard).to.deep.equal(order.map((request) => answers.get(request)));
    }
  });

  it('with 1,000 identical requests hear the answers in the order in which the calls started', async () => {
    const path = temporary('identical.yaml');
    const requests = Array.from({ length: CALLS }, () => 'the question');
    const recorded = await using(path, 'once', (client) => askAll(client, requests));
    expect(new Set(recorded).size).to.equal(CALLS);
    stopServer();
    for (const _run of [1, 2]) {
      expect(await using(path, 'none', (client) => askAll(client, requests))).to.deep.equal(recorded);
    }
  });

  it('with equal requests among distinct ones pair equal with equal, in start order', async () => {
    const path = temporary('mixed.yaml');
    const requests = Array.from({ length: 300 }, (_, index) => `question ${index % 7}`);
    const recorded = await using(path, 'once', (client) => askAll(client, requests));
    stopServer();
    const order = shuffled(requests, randomOf(3));
    const heard = await using(path, 'none', (client) => askAll(client, order));
    for (const question of new Set(requests)) {
      const answersTo = (asked: readonly string[], answers: typeof recorded): typeof recorded =>
        answers.filter((_, index) => asked[index] === question);
      expect(answersTo(order, heard), question).to.deep.equal(answersTo(requests, recorded));
    }
  });

  describe('of one bidirectional method', () => {
    const conversations = Array.from({ length: 10 }, (_, index) => [
      'hello',
      `I am ${index}`,
      `and I ask ${index % 3}`,
    ]);

    /** Talks first: sends its first request at once, the others when it is answered. */
    const talkFirst = (client: EchoClient, requests: readonly string[]): Promise<readonly string[]> =>
      converse(client, requests);

    /** Listens first: says nothing before the server has greeted it. */
    const listenFirst = async (
      client: EchoClient,
      requests: readonly string[],
    ): Promise<readonly string[]> => {
      const heard: string[] = [];
      const left = [...requests];
      const call = client.Bidi();
      call.on('data', (message: Buffer) => {
        heard.push(message.toString());
        const request = left.shift();
        if (request === undefined) call.end();
        else call.write(Buffer.from(request));
      });
      return new Promise((resolve, reject) => {
        call.on('error', reject);
        call.on('status', ({ code }: grpc.StatusObject) => resolve([...heard, `status ${code}`]));
      });
    };

    for (const [what, talk] of [
      ['that talk first', talkFirst],
      ['that listen first', listenFirst],
    ] as const) {
      it(`ten clients ${what} each get their own recording, without a stall`, async () => {
        const path = temporary('talks.yaml');
        const recorded = await using(path, 'once', (client) =>
          Promise.all(conversations.map((requests) => talk(client, requests))),
        );
        expect(new Set(recorded.map((log) => log.join())).size).to.equal(10);
        stopServer();
        for (const seed of [1, 2, 3]) {
          const order = shuffled([...conversations.keys()], randomOf(seed));
          const heard = await using(path, 'none', (client) =>
            Promise.all(order.map((index) => talk(client, conversations[index] ?? []))),
          );
          expect(heard.map((log) => withoutSending(log))).to.deep.equal(
            order.map((index) => withoutSending(recorded[index] ?? [])),
          );
        }
      });
    }

    it('one client after the other gets its own, in another order', async () => {
      const path = temporary('in-turn.yaml');
      const inTurn = (order: readonly (readonly string[])[]) => async (client: EchoClient) => {
        const logs = [];
        for (const requests of order) logs.push(withoutSending(await talkFirst(client, requests)));
        return logs;
      };
      const recorded = await using(path, 'once', inTurn(conversations));
      stopServer();
      const reversed = [...conversations].reverse();
      expect(await using(path, 'none', inTurn(reversed))).to.deep.equal([...recorded].reverse());
    });
  });
});

/** What was heard: when a client sends is its own affair. */
function withoutSending(log: readonly string[]): readonly string[] {
  return log.filter((line) => !line.startsWith('sent '));
}
