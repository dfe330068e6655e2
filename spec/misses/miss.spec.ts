import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { type Cassette, openCassette, type RecordMode } from '../../lib/index.js';
import { differencesOf } from '../../lib/misses/differences.js';
import { showValue } from '../../lib/misses/shown-value.js';
import { cassette, entry, journalsBeside, leaveJournal, unary } from '../support/cassettes.js';
import { endChildren, startChild } from '../support/child.js';
import type { ReplayJob } from '../support/child-replay.js';
import { callUnary, type EchoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { rejectionOf } from '../support/errors.js';
import { QUESTION_SCHEMA, question } from '../support/question.js';
import { redactionBy } from '../support/redaction.js';
import { assertMiss } from './situation.js';

describe('a miss', () => {
  const { clientOf, server, temporary } = useEchoSuite();
  endChildren();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  function open(mode: RecordMode, ...entries: readonly string[]): { opened: Cassette; client: EchoClient } {
    writeFileSync(path, cassette(...entries));
    const opened = openCassette(path, { mode });
    return { opened, client: clientOf(opened) };
  }

  it('of a cassette that is not there', async () => {
    const opened = openCassette(path);
    const { error } = await callUnary(clientOf(opened), 'A');
    assertMiss(opened, error, 'missing_cassette', [
      'There is no cassette, and mode none does not record one.',
      '  call:      /echo.Echo/Unary (unary)',
      `  cassette:  ${path} (mode none)`,
      '  next step: record it with GRPC_CASSETTE_MODE=once, or correct the path.',
    ]);
    expect(error?.cause).to.include({ path, mode: 'none', method: '/echo.Echo/Unary', kind: 'unary' });
    await opened.close();
  });

  it('of a cassette that is not there, but whose journal is', async () => {
    await leaveJournal({ path, mode: 'once', address: server.address, calls: ['A'] });
    const [journal = ''] = journalsBeside(path);
    const opened = openCassette(path);
    const { error } = await callUnary(clientOf(opened), 'A');
    assertMiss(opened, error, 'missing_cassette', [
      'There is no cassette, and mode none does not record one.',
      '  call:      /echo.Echo/Unary (unary)',
      `  cassette:  ${path} (mode none)`,
      `  journal:   an interrupted recording left ${temporary(journal)}; mode once goes on with it`,
      '  next step: record it with GRPC_CASSETTE_MODE=once, or correct the path.',
    ]);
    await opened.close();
  });

  describe('of a streamed call', () => {
    const talk = entry({
      method: 'Bidi',
      requests: ['one', 'two', 'three'],
      responses: ['1', '2', '3'],
      after: [1, 2, 'end'],
    });

    /** Replays in a process of its own, in which the client falls silent; resolves to what it printed. */
    async function inChild(job: Omit<ReplayJob, 'path' | 'mode'>): Promise<readonly string[]> {
      writeFileSync(path, cassette(talk));
      const child = startChild('child-replay', { path, mode: 'none', ...job } satisfies ReplayJob);
      const { code, signal, stdout, stderr } = await child.ended;
      expect({ code, signal, stderr }).to.deep.equal({ code: 0, signal: null, stderr: '' });
      return stdout.trimEnd().split('\n');
    }

    it('that falls silent is told when the process has nothing left to do', async () => {
      expect(await inChild({ requests: ['one'] })).to.deep.equal([
        'heard 1',
        'error 9 stalled',
        'The client sent 1 request, and the recorded server was waiting for request 2 of 3.',
        '  call:      /echo.Echo/Bidi (bidirectional streaming)',
        '  asked:     1 request sent',
        `  cassette:  ${path} (mode none)`,
        '  nearest:   interaction 0 (line 3)',
        '  next step: send what was recorded, or record the call again with GRPC_CASSETTE_MODE=rewrite.',
        'misses 1',
      ]);
    });

    it('that never half-closes is told so', async () => {
      expect((await inChild({ requests: ['one', 'two', 'three'] })).slice(0, 6)).to.deep.equal([
        'heard 1',
        'heard 2',
        'error 9 stalled',
        'The client sent 3 requests, and the recorded server was waiting for the half-close.',
        '  call:      /echo.Echo/Bidi (bidirectional streaming)',
        '  asked:     3 requests sent',
      ]);
    });
  });

  it('that equals another is counted, not told twice', async () => {
    const { opened, client } = open('none', unary('A', 'a'));
    const errors = [];
    for (const request of ['B', 'B', 'Cc', 'B']) errors.push((await callUnary(client, request)).error);
    expect(opened.misses.map(({ count }) => count)).to.deep.equal([3, 1]);
    expect(opened.misses.map(({ error }) => error.message)).to.deep.equal([
      errors[0]?.details,
      errors[2]?.details,
    ]);
    await opened.close();
  });

  it('stays with the cassette after it is closed', async () => {
    const { opened, client } = open('none');
    await callUnary(client, 'A');
    await opened.close();
    expect(opened.misses).to.have.length(1);
  });

  it('shows no secret: neither of the metadata nor in a field that is named like one', async () => {
    writeFileSync(path, cassette(unary(question({ text: 'A' }), 'a')));
    const opened = openCassette(path, { schema: QUESTION_SCHEMA });
    const asked = question({ text: 'B', api_key: 'sk-topsecret', labels: { password: 'topsecret' } });
    const { error } = await callUnary(clientOf(opened), asked, { authorization: 'Bearer topsecret' });
    expect(error?.details).to.include(
      '{"text":"B","labels":{"password":"[REDACTED]"},"api_key":"[REDACTED]"}',
    );
    expect(`${error?.message}${JSON.stringify([error, ...opened.misses])}`).not.to.match(/topsecret|Bearer/);
    await opened.close();
  });

  it('shows no secret of what was not played', async () => {
    writeFileSync(path, cassette(unary(question({ text: 'A', api_key: 'sk-topsecret' }), 'a')));
    const opened = openCassette(path, { schema: QUESTION_SCHEMA, onUnplayed: 'error' });
    const { message } = await rejectionOf(opened.close());
    expect(message).to.include('"api_key":"[REDACTED]"').and.not.include('topsecret');
  });

  it('shows no secret that stands in an entry named like one, by number and in pairs', async () => {
    const request = (text: string, value: string) =>
      question({ text, labels: { authorization: value, 'x-api-key': value, tone: 'kind' } });
    writeFileSync(path, cassette(unary(request('A', 'topsecret 1'), 'a')));
    const opened = openCassette(path);
    const { error } = await callUnary(clientOf(opened), request('B', 'topsecret 2'));
    expect(error?.details).to.include('4[0].2: "[REDACTED]" -> "[REDACTED]"').and.include('"tone"');
    expect(`${error?.message}${JSON.stringify([error, ...opened.misses])}`).not.to.include('topsecret');
    await opened.close();
    const redaction = redactionBy();
    expect(showValue([['password', 'topsecret']], redaction)).to.equal('[["password","[REDACTED]"]]');
    for (const key of ['key', 'name']) {
      const header = { [key]: 'authorization', value: 'topsecret' };
      expect(showValue(header, redaction)).to.equal(`{"${key}":"authorization","value":"[REDACTED]"}`);
    }
    const pairs = (value: string) => ({ labelsMap: [['password', value]] });
    expect(differencesOf(pairs('topsecret 1'), pairs('topsecret 2'), redaction)).to.deep.equal([
      { path: 'labelsMap[0][1]', recorded: '[REDACTED]', asked: '[REDACTED]' },
    ]);
  });
});
