import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { CassetteError, cassetteInterceptor, openCassette, useCassette } from '../../lib/index.js';
import { cassette, entriesOf, entry, unary } from '../support/cassettes.js';
import { callUnary, echoClient, echoService } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { TABLE } from './support/canary-table.js';

/** What a secret may look like in a file: as it is, or in base64 at each of the three offsets. */
function formsOf(secret: string): readonly string[] {
  return [secret, ...[0, 1, 2].map((offset) => base64Inside(secret, offset))];
}

function base64Inside(secret: string, offset: number): string {
  const text = Buffer.from(`${'x'.repeat(offset)}${secret}`).toString('base64');
  // Without the groups that neighbours have a part in.
  return text.slice(offset === 0 ? 0 : 4, text.length - 4);
}

describe('secrets', () => {
  const { server, temporary } = useEchoSuite();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  /** Those that were secrets from the first version on. */
  const KEYS = TABLE.metadata.replaced.slice(0, 10);
  const WHERE = ['asked', 'headers', 'trailers'] as const;
  const secretOf = (key: string, where: (typeof WHERE)[number]): string =>
    `s3cr3t-${key}-${where}-0123456789`;

  function metadataOf(where: (typeof WHERE)[number]): grpc.Metadata {
    const metadata = new grpc.Metadata();
    for (const key of KEYS) metadata.add(key, secretOf(key, where));
    metadata.add('x-plain', `kept-${where}`);
    return metadata;
  }

  /** A server that tells secrets in its headers and trailers, and waits for the half-close in between. */
  async function startTellingServer(): Promise<grpc.Server & { readonly port: number }> {
    const telling = new grpc.Server();
    telling.addService(echoService, {
      Unary(call: grpc.ServerUnaryCall<Buffer, Buffer>, answer: grpc.sendUnaryData<Buffer>) {
        call.sendMetadata(metadataOf('headers'));
        answer(null, Buffer.from('answer'), metadataOf('trailers'));
      },
      ServerStream: (call: grpc.ServerWritableStream<Buffer, Buffer>) => call.end(),
      ClientStream: (_call: unknown, answer: grpc.sendUnaryData<Buffer>) => answer(null, Buffer.alloc(0)),
      Bidi(call: grpc.ServerDuplexStream<Buffer, Buffer>) {
        call.sendMetadata(metadataOf('headers'));
        call.on('data', (message: Buffer) => call.write(message));
        call.on('end', () => call.end(metadataOf('trailers')));
      },
    });
    const port = await new Promise<number>((resolve, reject) => {
      telling.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    return Object.assign(telling, { port });
  }

  function assertNoSecretOnDisk(): readonly string[] {
    // Folders are locks: they hold nothing but names.
    const names = readdirSync(dirname(path), { withFileTypes: true }).flatMap((each) =>
      each.isFile() ? [each.name] : [],
    );
    for (const name of names) {
      const text = readFileSync(join(dirname(path), name), 'latin1').replaceAll(/\n\s*/g, '');
      for (const key of KEYS) {
        for (const where of WHERE) {
          const found = formsOf(secretOf(key, where)).filter((form) => text.includes(form));
          expect(found, `${name}: ${key}, ${where}`).to.deep.equal([]);
        }
      }
    }
    return names;
  }

  it('are in no cassette, journal, spill file or set-aside file, while recording is under way and after', async () => {
    const telling = await startTellingServer();
    const opened = openCassette(path, { mode: 'once' });
    const client = echoClient(`127.0.0.1:${telling.port}`, { interceptors: [cassetteInterceptor(opened)] });
    await new Promise((resolve) => client.Unary(Buffer.from('A'), metadataOf('asked'), {}, resolve));
    const call = client.makeBidiStreamRequest(
      '/echo.Echo/Bidi',
      (bytes: Buffer) => bytes,
      (bytes: Buffer) => bytes,
      metadataOf('asked'),
    );
    let told: (() => void) | undefined;
    call.on('data', () => told?.());
    const ended = new Promise((resolve) => call.on('status', resolve));
    for (let index = 0; index < 8; index += 1) {
      const heard = new Promise<void>((resolve) => {
        told = resolve;
      });
      call.write(Buffer.alloc(200_000, index));
      await heard;
    }
    const underWay = assertNoSecretOnDisk();
    expect(underWay.some((name) => name.endsWith('.journal'))).to.equal(true);
    expect(underWay.some((name) => /\.(?:requests|responses)$/.test(name))).to.equal(true);
    await opened.save();
    assertNoSecretOnDisk();
    call.end();
    await ended;
    assertNoSecretOnDisk();
    await opened.close();
    expect(assertNoSecretOnDisk()).to.deep.equal(['chat.yaml']);

    for (const { call: stored } of entriesOf(path)) {
      for (const [key, where] of [
        ['request_metadata', 'asked'],
        ['response_metadata', 'headers'],
        ['trailers', 'trailers'],
      ] as const) {
        const metadata = stored[key] as Readonly<Record<string, readonly string[]>>;
        for (const secret of KEYS) expect(metadata[secret], secret).to.deep.equal(['[REDACTED]']);
        expect(metadata['x-plain']).to.deep.equal([`kept-${where}`]);
      }
    }
    client.close();

    const another = echoClient(`127.0.0.1:${telling.port}`, { interceptors: [cassetteInterceptor()] });
    const failed = useCassette(path, { mode: 'rewrite' }, async () => {
      await new Promise((resolve) => another.Unary(Buffer.from('A'), metadataOf('asked'), {}, resolve));
      throw new Error('the test failed');
    });
    expect(await failed.catch((error: Error) => error.message)).to.equal('the test failed');
    expect(assertNoSecretOnDisk()).to.have.members(['chat.yaml', 'chat.rejected.yaml']);
    another.close();
    telling.forceShutdown();
  });

  it('are whole words of keys: what only sounds like one is kept, and so are the bytes of messages', async () => {
    const alike = {
      'x-next-page-token': 'page-2',
      'x-max-tokens': '17',
      'x-author': 'no',
      'x-keyboard': 'strict',
      'idempotency-key': 'id',
    };
    const opened = openCassette(path, { mode: 'once' });
    const client = echoClient(server.address, { interceptors: [cassetteInterceptor(opened)] });
    await callUnary(client, 'authorization: in a message', alike);
    await opened.close();
    client.close();
    const [stored] = entriesOf(path);
    const expected = Object.fromEntries(Object.entries(alike).map(([key, value]) => [key, [value]]));
    expect(stored?.call['request_metadata']).to.deep.include(expected);
    expect(stored?.requests).to.deep.equal(['authorization: in a message']);
  });

  it('need not be the same in a replay: the call matches, whatever its metadata', async () => {
    const opened = openCassette(path, { mode: 'once' });
    const client = echoClient(server.address, { interceptors: [cassetteInterceptor(opened)] });
    await callUnary(client, 'A', { authorization: 'Bearer one', 'x-request-id': '1', 'x-here': 'yes' });
    await opened.close();
    client.close();
    const again = openCassette(path);
    const offline = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(again)] });
    const outcome = await callUnary(offline, 'A', { authorization: 'Bearer two', 'x-request-id': '2' });
    expect(outcome).to.deep.equal({ error: null, response: 're:A' });
    expect(again.misses).to.deep.equal([]);
    await again.close();
    offline.close();
  });

  it('in recorded metadata are not quoted by the error which says that it is not legal', async () => {
    const call = ['response_metadata:', '  x-session:', '  - "s3cr3t\\x01"'];
    writeFileSync(path, cassette(entry({ requests: ['A'], responses: ['a'], call })));
    const opened = openCassette(path);
    const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(opened)] });
    const { error } = await callUnary(client, 'A');
    expect(CassetteError.is(error?.cause) && error.cause.code).to.equal('broken_interaction');
    expect(error?.details).to.include('not legal in the key x-session');
    expect(error?.details).not.to.include('s3cr3t');
    for (const miss of opened.misses) expect(miss.error.message).not.to.include('s3cr3t');
    await opened.close();
    client.close();
  });

  it('in a recorded response are not quoted by the error which says that it cannot be decoded', async () => {
    writeFileSync(path, cassette(unary('A', 's3cr3t')));
    const opened = openCassette(path);
    const client = new grpc.Client('127.0.0.1:1', grpc.credentials.createInsecure(), {
      interceptors: [cassetteInterceptor(opened)],
    });
    const error = await new Promise<grpc.ServiceError | null>((resolve) => {
      const bytes = (request: Buffer): Buffer => request;
      const decode = (response: Buffer): unknown => JSON.parse(response.toString());
      client.makeUnaryRequest('/echo.Echo/Unary', bytes, decode, Buffer.from('A'), (each) => resolve(each));
    });
    const cause = error?.cause as CassetteError;
    expect(cause.code).to.equal('undecodable_response');
    expect(cause.message).to.include('cannot decode a recorded response of /echo.Echo/Unary (SyntaxError).');
    expect(cause.message).not.to.include('s3cr3t');
    await opened.close();
    client.close();
  });
});
