import { readFileSync, writeFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { CassetteError, openCassette, type RecordMode } from '../../lib/index.js';
import { cassette, entry, unary } from '../support/cassettes.js';
import { callUnary } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { listen } from '../support/listen.js';
import { assertCallFails, type Expected } from './told.js';

/** The modes that look at what a cassette holds. */
const PLAYING: readonly RecordMode[] = ['none', 'once', 'new_episodes'];

describe('a broken interaction', () => {
  const suite = useEchoSuite();
  const { clientOf, temporary } = suite;
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  const MEND = 'Mend it, or delete it and record the call again.';
  const good = unary('A', 'good');
  /** Each stands behind a good one, whose 9 lines begin at line 3. `unread`: only a call finds what is wrong. */
  const broken: Readonly<Record<string, { text: string; unread?: true } & Expected>> = {
    'without its response': {
      text: '- call:\n    method: /echo.Echo/Unary\n  request_sample:\n    raw: !!binary |\n      Qg==\n',
      code: 'broken_interaction',
      line: 12,
      message: `PATH:12: this interaction cannot be read: it has no response (response_sample or response_stream). ${MEND}`,
    },
    'whose request is bad base64': {
      text: unary('B', 'b').replace('Qg==', 'Q*=='),
      unread: true,
      code: 'broken_interaction',
      line: 16,
      message: `PATH:16: this interaction cannot be read: a message is not base64. ${MEND}`,
    },
    'whose status is no number': {
      text: unary('B', 'b').replace('response_metadata: {}', 'status: {code: ok}'),
      code: 'broken_interaction',
      line: 14,
      message: `PATH:14: this interaction cannot be read: code is not a whole number. ${MEND}`,
    },
    'that is torn in its midst': {
      text: '- call:\n    method: "/echo.Echo/Un\n',
      code: 'broken_interaction',
      line: 14,
      message: `PATH:14: this interaction cannot be read: it is not YAML (deficient indentation). ${MEND}`,
    },
  };

  for (const [what, { text, unread, ...expected }] of Object.entries(broken)) {
    for (const mode of PLAYING) {
      it(`${what} fails the call that needs it in mode ${mode}, and good ones still play`, async () => {
        const before = cassette(good, text);
        expect(before.slice(0, before.indexOf(text)).split('\n')).to.have.length(12);
        writeFileSync(path, before);
        const opened = openCassette(path, { mode });
        expect((await callUnary(clientOf(opened), 'A')).response).to.equal('good');
        await assertCallFails(suite, opened, expected, 'B');
        await opened.close();
        expect(readFileSync(path, 'utf8')).to.equal(before);
      });
    }

    for (const mode of unread === undefined ? (['rewrite', 'all'] as const) : []) {
      it(`${what} fails the call in mode ${mode}: what cannot be read is not recorded over`, async () => {
        const before = cassette(good, text);
        writeFileSync(path, before);
        const opened = openCassette(path, { mode });
        await assertCallFails(suite, opened, expected, 'B');
        await opened.close();
        expect(readFileSync(path, 'utf8')).to.equal(before);
      });
    }
  }

  for (const mode of PLAYING) {
    it(`whose response is bad base64 fails the call that it answers in mode ${mode}`, async () => {
      const before = cassette(unary('B', 'b').replace('Yg==', 'Y-=='), good);
      writeFileSync(path, before);
      const opened = openCassette(path, { mode });
      await assertCallFails(
        suite,
        opened,
        {
          code: 'broken_interaction',
          line: 10,
          message: `PATH:10: this interaction cannot be read: a message is not base64. ${MEND}`,
        },
        'B',
      );
      expect((await callUnary(clientOf(opened), 'A')).response).to.equal('good');
      await opened.close();
      expect(readFileSync(path, 'utf8')).to.equal(before);
    });
  }

  it('whose second streamed request is bad base64 ends the call in an error, and throws at nobody', async () => {
    const plan = { method: 'Bidi', requests: ['one', 'two'], responses: ['x'], after: ['end' as const] };
    writeFileSync(path, cassette(entry(plan).replace('dHdv', 'd*dv')));
    const call = clientOf(path).Bidi();
    call.on('data', () => undefined);
    const failed = new Promise<grpc.ServiceError>((resolve) => call.on('error', resolve));
    call.write(Buffer.from('one'));
    call.write(Buffer.from('two'));
    call.end();
    const error = await failed;
    expect(error.code).to.equal(grpc.status.FAILED_PRECONDITION);
    expect(CassetteError.is(error.cause) && error.cause.code).to.equal('broken_interaction');
    await openCassette(path).close();
  });

  it('whose response is bad base64 ends a streamed call that might have been it in an error, and throws at nobody', async () => {
    const talk = (requests: readonly string[], responses: readonly string[]) =>
      entry({
        method: 'Bidi',
        requests,
        responses,
        after: [1, 2],
        call: ['response_metadata: {}', 'status_after: end'],
      });
    const torn = talk(['a', 'c'], ['QQQ', 'y']).replace('UVFR', 'UVF!');
    writeFileSync(path, cassette(talk(['a', 'b'], ['x', 'y']), torn));
    const opened = openCassette(path);
    const call = clientOf(opened).Bidi();
    const heard = listen(call);
    call.write(Buffer.from('a'));
    await heard.hears(1);
    expect(() => call.write(Buffer.from('c'))).not.to.throw();
    expect(await heard.ended).to.deep.equal(['x', 'error 9', 'status 9']);
    const cause = heard.error?.cause;
    expect(CassetteError.is(cause) && cause.code).to.equal('broken_interaction');
    expect(heard.error?.details).to.match(
      /chat\.yaml:\d+: this interaction cannot be read: a message is not base64\./,
    );
    expect(opened.misses.map((miss) => miss.error)).to.deep.equal([cause]);
    await opened.close();
  });

  it('whose metadata is no legal metadata fails the call that it answers', async () => {
    const call = ['response_metadata:', '  "bad key":', '  - x'];
    writeFileSync(path, cassette(entry({ requests: ['A'], responses: ['a'], call })));
    const opened = openCassette(path);
    const { error } = await callUnary(clientOf(opened), 'A');
    expect(error?.code).to.equal(grpc.status.FAILED_PRECONDITION);
    expect(CassetteError.is(error?.cause) && error.cause.code).to.equal('broken_interaction');
    expect(error?.details).to.equal(
      `${path}: recorded metadata of /echo.Echo/Unary is not legal in the key bad key. Mend it, or record the call again.`,
    );
    expect(opened.misses).to.have.length(1);
    await opened.close();
  });

  it('whose trailers are no legal metadata fails the call that its client cancels', async () => {
    const call = [
      'response_metadata: {}',
      'trailers:',
      '  "bad key":',
      '  - x',
      'status:',
      '  code: 1',
      '  details: Cancelled on client',
      'cancelled_by_client: true',
    ];
    writeFileSync(path, cassette(entry({ method: 'ServerStream', requests: ['s'], responses: [], call })));
    const opened = openCassette(path);
    const stream = clientOf(opened).ServerStream(Buffer.from('s'));
    const heard = listen(stream);
    stream.cancel();
    expect(await heard.ended).to.deep.equal(['error 9', 'status 9']);
    const cause = heard.error?.cause;
    expect(CassetteError.is(cause) && cause.code).to.equal('broken_interaction');
    expect(opened.misses).to.have.length(1);
    await opened.close();
  });

  it('of the seed is not passed over for the next in the sequence', async () => {
    const seed = (request: string, response: string) =>
      unary(request, response).replace(/^- call:\n.*\n.*\n {2}request/, '- request');
    const text = seed('A', 'a').replace(/ {2}response_sample:\n.*\n.*\n/, '') + seed('B', 'b');
    writeFileSync(path, cassette(text));
    const opened = openCassette(path);
    const { error, response } = await callUnary(clientOf(opened), 'A');
    expect(response).to.equal(undefined);
    expect(CassetteError.is(error?.cause) && error.cause.code).to.equal('broken_interaction');
    await opened.close();
  });
});
