import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import {
  type CassetteError,
  cassetteInterceptor,
  openCassette,
  type RecordMode,
  useCassette,
} from '../../lib/index.js';
import { cassette, requestsIn, unary } from '../support/cassettes.js';
import { callUnary, echoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';

const MODES: readonly RecordMode[] = ['none', 'once', 'new_episodes', 'rewrite', 'all'];

describe('a cassette in its life', () => {
  const { clientOf, server, temporary } = useEchoSuite();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  for (const mode of MODES) {
    it(`is closed: in mode ${mode} a later call says so, and reaches nobody`, async () => {
      const opened = openCassette(path, { mode });
      const client = clientOf(opened);
      await opened.close();
      const reached = server.reached.length;
      const { error } = await callUnary(client, 'A');
      expect(error?.code).to.equal(grpc.status.FAILED_PRECONDITION);
      const cause = error?.cause as CassetteError;
      expect(cause.code).to.equal('closed');
      expect(cause.message).to.equal(
        `The cassette ${path} was closed before the call /echo.Echo/Unary started. Close it after the last call, or open it again.`,
      );
      expect(error?.details).to.equal(cause.message);
      expect(opened.misses.map((miss) => miss.error)).to.deep.equal([cause]);
      expect(server.reached.length).to.equal(reached);
      expect(readdirSync(dirname(path))).to.deep.equal([]);
    });
  }

  it('may be closed twice, and disposed of', async () => {
    const opened = openCassette(path, { mode: 'once' });
    await callUnary(clientOf(opened), 'A');
    await opened.close();
    await opened.close();
    await opened[Symbol.asyncDispose]();
    expect(requestsIn(path)).to.deep.equal(['A']);
  });

  it('is one for all who open its path, however they write it', async () => {
    writeFileSync(path, cassette());
    symlinkSync(path, temporary('link.yaml'));
    mkdirSync(temporary('folder'));
    symlinkSync(dirname(path), temporary('folder/back'));
    const opened = openCassette(path, { mode: 'new_episodes' });
    const others = [
      path,
      relative(process.cwd(), path),
      `./${relative(process.cwd(), path)}`,
      join(dirname(path), 'folder', '..', 'chat.yaml'),
      `${dirname(path)}/./folder/../chat.yaml`,
      temporary('link.yaml'),
      temporary('folder/back/chat.yaml'),
    ];
    for (const [index, other] of others.entries()) {
      const interceptor = cassetteInterceptor(other, { mode: 'new_episodes' });
      expect(interceptor.cassette, other).to.equal(opened);
      const client = echoClient(server.address, { interceptors: [interceptor] });
      expect((await callUnary(client, `call ${index}`)).response).to.equal(`re:call ${index}`);
    }
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(others.map((_, index) => `call ${index}`));
  });

  it('is one for all where the file is not there yet', async () => {
    mkdirSync(temporary('folder'));
    symlinkSync(temporary('folder'), temporary('link'));
    const first = openCassette(temporary('folder/new.yaml'), { mode: 'once' });
    const second = openCassette(temporary('link/new.yaml'), { mode: 'once' });
    expect(second).to.equal(first);
    await first.close();
  });

  it('is two where there are two files', async () => {
    const first = openCassette(temporary('a.yaml'), { mode: 'once' });
    const second = openCassette(temporary('b.yaml'), { mode: 'once' });
    await callUnary(clientOf(first), 'A');
    await callUnary(clientOf(second), 'B');
    await first.close();
    await second.close();
    expect(requestsIn(temporary('a.yaml'))).to.deep.equal(['A']);
    expect(requestsIn(temporary('b.yaml'))).to.deep.equal(['B']);
  });

  it('keeps the plan of its first call, also when the file goes meanwhile', async () => {
    writeFileSync(path, cassette(unary('A', 'a'), unary('A', 'b')));
    const opened = openCassette(path, { mode: 'once' });
    const client = clientOf(opened);
    expect((await callUnary(client, 'A')).response).to.equal('a');
    rmSync(path);
    expect((await callUnary(client, 'A')).response).to.equal('b');
    expect(opened.plan).to.equal('replay');
    await opened.close();
    expect(existsSync(path)).to.equal(false);
  });

  it('keeps the mode that the environment had when it was opened', async () => {
    const interceptor = cassetteInterceptor(path, { mode: 'once' });
    const client = echoClient(server.address, { interceptors: [interceptor] });
    process.env['GRPC_CASSETTE_MODE'] = 'none';
    expect((await callUnary(client, 'A')).response).to.equal('re:A');
    await interceptor.cassette?.close();
    expect(requestsIn(path)).to.deep.equal(['A']);
  });

  it('is none where the interceptor was given none: calls pass through untouched', async () => {
    const interceptor = cassetteInterceptor();
    expect(interceptor.cassette).to.equal(undefined);
    const client = echoClient(server.address, { interceptors: [interceptor] });
    const reached = server.reached.length;
    expect((await callUnary(client, 'A')).response).to.equal('re:A');
    expect((await callUnary(client, 'fail')).error?.code).to.equal(grpc.status.NOT_FOUND);
    expect(server.reached.length).to.equal(reached + 2);

    await useCassette(path, { mode: 'once' }, async (opened) => {
      expect(interceptor.cassette).to.equal(opened);
      await callUnary(client, 'B');
    });
    expect(requestsIn(path)).to.deep.equal(['B']);
    expect((await callUnary(client, 'C')).response).to.equal('re:C');
    expect(requestsIn(path)).to.deep.equal(['B']);
  });
});
