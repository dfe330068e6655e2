import { expect } from 'chai';
import * as old from 'grpc-js-1.9';
import { type Cassette, cassetteInterceptor, openCassette } from '../../lib/index.js';
import { entriesOf } from '../support/cassettes.js';
import { callUnary, echoClient, echoService } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { listen } from '../support/listen.js';

const bytes = (message: Buffer): Buffer => message;

/** What the clients of both copies have in common. */
type OldInterceptor = NonNullable<old.ClientOptions['interceptors']>[number];

/** A client of the lowest version that is supported. */
function oldClient(address: string, opened?: Cassette): old.Client {
  const interceptors = opened === undefined ? [] : [cassetteInterceptor(opened) as unknown as OldInterceptor];
  return new old.Client(address, old.credentials.createInsecure(), { interceptors });
}

/** A call of each kind, and one that fails; what the client hears, as text. */
async function talk(client: old.Client): Promise<readonly (readonly string[])[]> {
  const metadata = new old.Metadata();
  metadata.set('x-asked', 'yes');
  const unary = (request: string): Promise<readonly string[]> =>
    new Promise((resolve) => {
      const { path } = echoService.Unary;
      client.makeUnaryRequest(path, bytes, bytes, Buffer.from(request), metadata, (error, response) =>
        resolve(
          error === null
            ? [String(response)]
            : [`error ${error.code} ${error.details} ${error.metadata.get('x-reason').join()}`],
        ),
      );
    });
  const upload = new Promise<readonly string[]>((resolve) => {
    const call = client.makeClientStreamRequest(
      echoService.ClientStream.path,
      bytes,
      bytes,
      (error, response) => resolve([String(error ?? response)]),
    );
    for (const request of ['1', '2', '3']) call.write(Buffer.from(request));
    call.end();
  });
  const download = client.makeServerStreamRequest(
    echoService.ServerStream.path,
    bytes,
    bytes,
    Buffer.from('s'),
  );
  const both = client.makeBidiStreamRequest(echoService.Bidi.path, bytes, bytes);
  const heard = listen(both as unknown as Parameters<typeof listen>[0]);
  both.write(Buffer.from('x'));
  await heard.hears(1);
  both.write(Buffer.from('y'));
  both.end();
  return [
    await unary('A'),
    await unary('fail'),
    await upload,
    await listen(download as unknown as Parameters<typeof listen>[0]).ended,
    await heard.ended,
  ];
}

const SAID = [
  ['re:A'],
  ['error 5 no such thing asked to'],
  ['1,2,3'],
  ['s:0', 's:1', 's:2', 'status 0'],
  ['x', 'y', 'status 0'],
];

describe('grpc-js 1.9', () => {
  const { server, temporary } = useEchoSuite();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  it('is that version, and another copy than ours', async () => {
    const { createRequire } = await import('node:module');
    const require = createRequire(import.meta.url);
    const { version } = require('grpc-js-1.9/package.json') as { readonly version: string };
    expect(version).to.equal('1.9.0');
    expect(old.Metadata).not.to.equal((await import('@grpc/grpc-js')).Metadata);
  });

  /** The echo service on a server of the old version. */
  async function startOldServer(): Promise<old.Server & { readonly address: string }> {
    const started = new old.Server();
    started.addService(echoService as unknown as old.ServiceDefinition, {
      Unary(call: old.ServerUnaryCall<Buffer, Buffer>, answer: old.sendUnaryData<Buffer>) {
        const request = String(call.request);
        const metadata = new old.Metadata();
        metadata.set('x-reason', 'asked to');
        if (request === 'fail') answer({ code: 5, details: 'no such thing', metadata });
        else answer(null, Buffer.from(`re:${request}`));
      },
      ServerStream(call: old.ServerWritableStream<Buffer, Buffer>) {
        for (const index of [0, 1, 2]) call.write(Buffer.from(`${String(call.request)}:${index}`));
        call.end();
      },
      ClientStream(call: old.ServerReadableStream<Buffer, Buffer>, answer: old.sendUnaryData<Buffer>) {
        const requests: string[] = [];
        call.on('data', (request: Buffer) => requests.push(String(request)));
        call.on('end', () => answer(null, Buffer.from(requests.join(','))));
      },
      Bidi(call: old.ServerDuplexStream<Buffer, Buffer>) {
        call.on('data', (request: Buffer) => call.write(request));
        call.on('end', () => call.end());
      },
    });
    const port = await new Promise<number>((resolve, reject) => {
      started.bindAsync('127.0.0.1:0', old.ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    // Newer versions start by themselves.
    started.start();
    return Object.assign(started, { address: `127.0.0.1:${port}` });
  }

  for (const oldServer of [false, true]) {
    it(`records and replays a call of each kind of its client${oldServer ? ', with its server' : ''}`, async () => {
      const started = oldServer ? await startOldServer() : undefined;
      const address = started?.address ?? server.address;
      const plain = oldClient(address);
      expect(await talk(plain)).to.deep.equal(SAID);
      plain.close();
      const recording = openCassette(path, { mode: 'once' });
      const client = oldClient(address, recording);
      expect(await talk(client)).to.deep.equal(SAID);
      await recording.close();
      client.close();
      started?.forceShutdown();
      expect(entriesOf(path)).to.have.length(5);

      const opened = openCassette(path);
      const offline = oldClient('127.0.0.1:1', opened);
      expect(await talk(offline)).to.deep.equal(SAID);
      expect([opened.misses, opened.unplayed]).to.deep.equal([[], []]);
      await opened.close();
      offline.close();
    });
  }

  it('is served beside the newest in one process, from one cassette, each with metadata of its own copy', async () => {
    const recording = openCassette(path, { mode: 'once' });
    const ours = echoClient(server.address, { interceptors: [cassetteInterceptor(recording)] });
    const theirs = oldClient(server.address, recording);
    expect((await callUnary(ours, 'new')).response).to.equal('re:new');
    expect(await talk(theirs)).to.deep.equal(SAID);
    expect((await callUnary(ours, 'fail')).error?.code).to.equal(5);
    await recording.close();
    ours.close();
    theirs.close();

    const { Metadata } = await import('@grpc/grpc-js');
    const opened = openCassette(path);
    // What one copy recorded answers the other.
    const oldOffline = oldClient('127.0.0.1:1', opened);
    const offline = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(opened)] });
    const [first, second] = [await callUnary(offline, 'fail'), await callUnary(offline, 'A')];
    expect(first.error?.metadata).to.be.instanceOf(Metadata);
    expect(second.response).to.equal('re:A');
    const failure = await new Promise<old.ServiceError | null>((resolve) => {
      oldOffline.makeUnaryRequest(echoService.Unary.path, bytes, bytes, Buffer.from('fail'), (error) =>
        resolve(error),
      );
    });
    expect(failure?.metadata).to.be.instanceOf(old.Metadata);
    expect(failure?.metadata.get('x-reason')).to.deep.equal(['asked to']);
    expect(opened.misses).to.deep.equal([]);
    await opened.close();
    oldOffline.close();
    offline.close();
  });
});
