import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { CassetteError, type CassetteOptions, openCassette, useCassette } from '../../lib/index.js';
import { cassette, entry, unary } from '../support/cassettes.js';
import { endChildren, startChild } from '../support/child.js';
import type { CallsJob } from '../support/child-calls.js';
import { callUnary } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { useWarnings } from '../support/environment.js';

describe('interactions that no call was answered with', () => {
  const { clientOf, temporary } = useEchoSuite();
  const warnings = useWarnings();
  endChildren();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  const entries = [
    unary('A', 'a'),
    entry({ method: 'ServerStream', requests: ['S'], responses: ['s'] }),
    entry({ method: 'Bidi', requests: ['one', 'two'], responses: ['1'], after: [1] }),
    entry({ method: 'ClientStream', requests: [], responses: ['none'] }),
  ];

  const TEXT = [
    '3 of 4 recorded interactions were not played.',
    '  cassette:  PATH (mode none)',
    '  unplayed:  interaction 1 (line 12): /echo.Echo/ServerStream "S"',
    '             interaction 2 (line 22): /echo.Echo/Bidi request 1: "one"',
    '             interaction 3 (line 36): /echo.Echo/ClientStream without a request',
    '  next step: make the calls that are missing, or record everything anew with GRPC_CASSETTE_MODE=rewrite if they are gone for good.',
  ];

  /** Plays the first of the entries, then closes; resolves to what `close` rejects with, if it does. */
  async function closing(options: CassetteOptions, ...calls: readonly string[]): Promise<unknown> {
    writeFileSync(path, cassette(...entries));
    const opened = openCassette(path, options);
    const client = clientOf(opened);
    for (const call of calls) await callUnary(client, call);
    client.close();
    return opened.close().catch((error: unknown) => error);
  }

  it('are listed, in recorded order', async () => {
    writeFileSync(path, cassette(...entries));
    const opened = openCassette(path);
    await callUnary(clientOf(opened), 'A');
    expect(opened.unplayed.map(({ call }) => call?.method)).to.deep.equal([
      '/echo.Echo/ServerStream',
      '/echo.Echo/Bidi',
      '/echo.Echo/ClientStream',
    ]);
    await opened.close();
  });

  it('are nobody’s business by default', async () => {
    expect(await closing({}, 'A')).to.equal(undefined);
    expect(await warnings()).to.deep.equal([]);
  });

  it('are an error at close() where they are to be, which names each', async () => {
    const error = await closing({ onUnplayed: 'error' }, 'A');
    expect(CassetteError.is(error)).to.equal(true);
    expect(error).to.deep.include({ code: 'unplayed', path, mode: 'none', unplayed: [1, 2, 3] });
    expect((error as CassetteError).message.split('\n')).to.deep.equal(
      TEXT.map((line) => line.replace('PATH', path)),
    );
  });

  it('are warned of where they are to be', async () => {
    expect(await closing({ onUnplayed: 'warn' }, 'A')).to.equal(undefined);
    expect(await warnings()).to.deep.equal([TEXT.join('\n').replace('PATH', path)]);
  });

  it('are told of where no call was made at all', async () => {
    expect(await closing({ onUnplayed: 'error' })).to.have.deep.property('unplayed', [0, 1, 2, 3]);
  });

  it('are told of in the singular, and of many, twenty', async () => {
    writeFileSync(path, cassette(unary('A', 'a')));
    const one = openCassette(path, { onUnplayed: 'error' });
    const error = (await one.close().catch((reason: unknown) => reason)) as CassetteError;
    expect(error.message.split('\n')[0]).to.equal('1 of 1 recorded interaction was not played.');
    writeFileSync(path, cassette(...Array.from({ length: 30 }, (_, index) => unary(`r${index}`, 'x'))));
    const many = openCassette(path, { onUnplayed: 'error' });
    const { message, unplayed } = (await many.close().catch((reason: unknown) => reason)) as CassetteError;
    expect(unplayed).to.have.length(30);
    expect(message.split('\n').filter((line) => line.includes('interaction '))).to.have.length(20);
    expect(message).to.include('\n             and 10 more\n');
  });

  it('do not count what an open call is being answered with', async () => {
    writeFileSync(path, cassette(entries[2] ?? ''));
    const opened = openCassette(path, { onUnplayed: 'error' });
    const call = clientOf(opened).Bidi();
    call.on('error', () => undefined);
    const heard = new Promise((resolve) => call.once('data', resolve));
    call.write(Buffer.from('one'));
    await heard;
    expect(opened.unplayed).to.deep.equal([]);
    await opened.close();
    call.cancel();
  });

  it('are none where everything is recorded anew', async () => {
    writeFileSync(path, cassette(...entries));
    const opened = openCassette(path, { mode: 'rewrite', onUnplayed: 'error' });
    await callUnary(clientOf(opened), 'A');
    await opened.close();
    expect(opened.unplayed).to.deep.equal([]);
  });

  it('are told of after what was recorded is saved', async () => {
    expect(await closing({ onUnplayed: 'error', mode: 'new_episodes' }, 'new')).to.have.property(
      'code',
      'unplayed',
    );
    expect(readFileSync(path, 'utf8')).to.include(Buffer.from('re:new').toString('base64'));
  });

  it('fail what useCassette runs, unless it has failed itself', async () => {
    writeFileSync(path, cassette(...entries));
    const ran = (run: () => Promise<void>): Promise<unknown> =>
      useCassette(path, { onUnplayed: 'error' }, run).catch((error: unknown) => error);
    expect(await ran(async () => undefined)).to.have.property('code', 'unplayed');
    const own = new Error('of the program');
    expect(
      await ran(async () => {
        throw own;
      }),
    ).to.equal(own);
  });

  it('are told of at the exit of a process that closes nothing', async () => {
    writeFileSync(path, cassette(...entries));
    const child = startChild('child-calls', {
      path,
      mode: 'none',
      options: { onUnplayed: 'error' },
      address: '127.0.0.1:1',
      calls: ['A'],
      exit: 0,
    } satisfies CallsJob);
    const { code, stderr } = await child.ended;
    expect(code).to.equal(0);
    expect(stderr).to.include(`${TEXT[0]}\n`);
  });

  it('are treated in one of these ways, or it is an error that says so', () => {
    expect(() => openCassette('x.yaml', { onUnplayed: 'fail' as 'error' })).to.throw(
      CassetteError,
      'The cassette option onUnplayed is "fail". Legal: "ignore", "warn", "error".',
    );
  });
});
