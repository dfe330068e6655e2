import type * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { cassetteInterceptor, openCassette } from '../../lib/index.js';
import { type EchoClient, type EchoServer, echoClient, startEchoServer } from '../support/echo-server.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

/** What a client hears: its answers, and how the call ended. */
function upload(client: EchoClient, requests: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const call = client.ClientStream((error: grpc.ServiceError | null, response?: Buffer) =>
      resolve(error === null ? (response?.toString() ?? '') : `error ${error.code}`),
    );
    for (const request of requests) call.write(Buffer.from(request));
    call.end();
  });
}

/** Opens all calls first and sends their requests in turn, so that none is told from the others by its start. */
async function uploadTogether(
  client: EchoClient,
  uploads: readonly (readonly string[])[],
): Promise<string[]> {
  const calls = uploads.map(() => {
    let answer: (text: string) => void = () => undefined;
    const answered = new Promise<string>((resolve) => {
      answer = resolve;
    });
    const call = client.ClientStream((error: grpc.ServiceError | null, response?: Buffer) =>
      answer(error === null ? (response?.toString() ?? '') : `error ${error.code}`),
    );
    return { call, answered };
  });
  const longest = Math.max(...uploads.map((requests) => requests.length));
  for (let index = 0; index < longest; index += 1) {
    for (const [which, { call }] of calls.entries()) {
      const request = uploads[which]?.[index];
      if (request !== undefined) call.write(Buffer.from(request));
    }
    await new Promise(setImmediate);
  }
  for (const { call } of calls) call.end();
  return Promise.all(calls.map(({ answered }) => answered));
}

/** Sends all requests at once, half-closes, and resolves to what the client hears. */
function answers(client: EchoClient, requests: readonly string[]): Promise<string[]> {
  const heard: string[] = [];
  const call = client.Bidi();
  call.on('data', (message: Buffer) => heard.push(message.toString()));
  call.on('error', (error: grpc.ServiceError) => heard.push(`error ${error.code}`));
  for (const request of requests) call.write(Buffer.from(request));
  call.end();
  return new Promise((resolve) => {
    call.on('status', ({ code }: grpc.StatusObject) => resolve([...heard, `status ${code}`]));
  });
}

describe('matching streamed calls', () => {
  const temporary = useTemporaryFolder();
  const recorded = [['h', '1'], ['h', '2'], ['h', '3', 'x'], ['other']];
  let server: EchoServer;
  let path: string;

  before(async () => {
    server = await startEchoServer();
  });

  after(() => server.stop());

  beforeEach(async () => {
    path = temporary('cassette.yaml');
    const client = echoClient(server.address, {
      interceptors: [cassetteInterceptor(path, { mode: 'once' })],
    });
    for (const requests of recorded) await upload(client, requests);
    client.close();
    await openCassette(path, { mode: 'once' }).close();
  });

  function replayClient(): EchoClient {
    return echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(path)] });
  }

  it('gives each call its own recording, whatever the order of the calls', async () => {
    const client = replayClient();
    for (const requests of [...recorded].reverse()) {
      expect(await upload(client, requests)).to.equal(requests.join(','));
    }
    expect(openCassette(path).misses).to.deep.equal([]);
    await openCassette(path).close();
  });

  it('moves open calls to other recordings when a later request tells them apart', async () => {
    const client = replayClient();
    const together = [...recorded].reverse();
    expect(await uploadTogether(client, together)).to.deep.equal(together.map((each) => each.join(',')));
    expect(openCassette(path).misses).to.deep.equal([]);
    await openCassette(path).close();
  });

  it('is a miss when a request contradicts every recording', async () => {
    const client = replayClient();
    expect(await upload(client, ['h', 'unheard of'])).to.equal('error 9');
    const [miss] = openCassette(path).misses;
    expect(miss?.error.code).to.equal('no_match');
    expect(miss?.error.message).to.include('request 2: "unheard of"');
    await openCassette(path).close();
  });

  it('is a miss when the client half-closes short of every recording, naming what was waited for', async () => {
    const client = replayClient();
    expect(await upload(client, ['h'])).to.equal('error 9');
    const [miss] = openCassette(path).misses;
    expect(miss?.error.code).to.equal('stalled');
    expect(miss?.error.message).to.include(
      'The client sent 1 request, and the recorded server was waiting for request 2 of 2.',
    );
    await openCassette(path).close();
  });

  it('does not give a taken recording again', async () => {
    const client = replayClient();
    expect(await upload(client, ['other'])).to.equal('other');
    expect(await upload(client, ['other'])).to.equal('error 9');
    expect(openCassette(path).misses.map(({ error }) => error.code)).to.deep.equal(['already_played']);
    await openCassette(path).close();
  });

  it('prefers the recording that holds all a call has said to one that was cancelled before', async () => {
    const both = temporary('cancelled-first.yaml');
    const recorder = echoClient(server.address, {
      interceptors: [cassetteInterceptor(both, { mode: 'once' })],
    });
    const cancelled = recorder.Bidi();
    const ended = new Promise((resolve) => cancelled.on('status', resolve));
    cancelled.on('error', () => undefined).resume();
    cancelled.write(Buffer.from('h'));
    await new Promise((resolve) => cancelled.once('data', resolve));
    cancelled.cancel();
    await ended;
    expect(await answers(recorder, ['h', 'x'])).to.deep.equal(['h', 'x', 'status 0']);
    recorder.close();
    await openCassette(both, { mode: 'once' }).close();

    const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(both)] });
    expect(await answers(client, ['h', 'x'])).to.deep.equal(['h', 'x', 'status 0']);
    await openCassette(both).close();
  });
});
