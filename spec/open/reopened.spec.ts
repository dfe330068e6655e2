import { readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { CassetteError, cassetteInterceptor, openCassette } from '../../lib/index.js';
import { cassette, requestsIn, unary } from '../support/cassettes.js';
import { callUnary, type EchoClient, echoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { listen } from '../support/listen.js';

describe('a client of a path whose cassette was closed', () => {
  const { server, temporary } = useEchoSuite();
  let path: string;
  let client: EchoClient;
  afterEach(() => client.close());
  beforeEach(() => {
    path = temporary('chat.yaml');
    client = echoClient('127.0.0.1:1');
  });

  async function closed(mode: 'none' | 'once', at = path): Promise<EchoClient> {
    const interceptor = cassetteInterceptor(at, { mode });
    await interceptor.cassette?.close();
    return echoClient(server.address, { interceptors: [interceptor] });
  }

  it('opens it again', async () => {
    writeFileSync(path, cassette(unary('A', 'a')));
    client = await closed('none');
    expect((await callUnary(client, 'A')).response).to.equal('a');
    await openCassette(path).close();
  });

  it('hears as the end of its call, of every kind, that it is open with other options, and no method throws', async () => {
    writeFileSync(path, cassette(unary('A', 'a')));
    client = await closed('none');
    const reached = server.reached.length;
    const other = openCassette(path, { mode: 'once' });
    const { error } = await callUnary(client, 'A');
    const upload = await new Promise<grpc.ServiceError | null>((resolve) => {
      const call = client.ClientStream((each) => resolve(each));
      call.write(Buffer.from('A'));
      call.end();
    });
    const download = listen(client.ServerStream(Buffer.from('A')));
    const bidi = client.Bidi();
    const talk = listen(bidi);
    bidi.write(Buffer.from('A'));
    bidi.end();
    expect(await download.ended).to.deep.equal(['error 9', 'status 9']);
    expect(await talk.ended).to.deep.equal(['error 9', 'status 9']);
    for (const each of [error, upload, download.error, talk.error]) {
      expect(each?.code).to.equal(grpc.status.FAILED_PRECONDITION);
      const cause = each?.cause;
      expect(CassetteError.is(cause) && cause.code).to.equal('conflicting_options');
      expect(each?.details).to.equal((cause as CassetteError).message);
    }
    expect(server.reached.length).to.equal(reached);
    await other.close();
    expect((await callUnary(client, 'A')).response).to.equal('a');
    await openCassette(path).close();
  });

  it('keeps the mode that it was made with, also where the environment names no mode since', async () => {
    client = await closed('once');
    process.env['GRPC_CASSETTE_MODE'] = 'nonsense';
    expect((await callUnary(client, 'A')).response).to.equal('re:A');
    delete process.env['GRPC_CASSETTE_MODE'];
    await openCassette(path, { mode: 'once' }).close();
    expect(requestsIn(path)).to.deep.equal(['A']);
  });

  it('keeps its file, also where the process has moved to another folder since', async () => {
    const home = process.cwd();
    try {
      process.chdir(dirname(path));
      client = await closed('once', 'chat.yaml');
    } finally {
      process.chdir(home);
    }
    expect((await callUnary(client, 'A')).response).to.equal('re:A');
    await openCassette(path, { mode: 'once' }).close();
    expect(requestsIn(path)).to.deep.equal(['A']);
    expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
  });
});
