import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { parseCassetteFile } from '../../lib/format/cassette-file.js';
import { cassetteInterceptor, openCassette } from '../../lib/index.js';
import { shared } from '../../lib/open/registry.js';
import { beginRun } from '../../lib/open/run.js';
import { FormerEntries } from '../../lib/record/former-entries.js';
import { startChatServer } from '../clients/chat-server.js';
import { tsProtoClient } from '../clients/ts-proto.js';
import { cassette, entriesOf, entry, requestsIn } from '../support/cassettes.js';
import { callUnary } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { listen } from '../support/listen.js';

const OTHER_TIMES: readonly (readonly [RegExp, string])[] = [
  [/started_at: .*/g, "started_at: '2001-02-03T04:05:06.007Z'"],
  [/(metadata_ms|ended_ms): \d+/g, '$1: 7777'],
  [/(\n {6}date:\n {6}- ).*/g, '$1Sat, 03 Feb 2001 04:05:06 GMT'],
  [/(chunks_ms:)(?:\n {4}- \d+| \[[^\]]*\])+/g, '$1 [1, 2, 3]'],
];

describe('a conversation that is recorded anew', () => {
  const { clientOf, temporary } = useEchoSuite();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  async function record(...requests: readonly string[]): Promise<void> {
    beginRun();
    const opened = openCassette(path, { mode: 'rewrite' });
    const client = clientOf(opened);
    for (const request of requests) await callUnary(client, request);
    await listen(client.ServerStream(Buffer.from('s'))).ended;
    await opened.close();
    client.close();
  }

  /** Times of long ago, and a comment of a person's: they tell what was left as it was from what was written. */
  function age(): string {
    const aged = OTHER_TIMES.reduce((text, [time, other]) => text.replace(time, other), read());
    const commented = aged.replace('interactions:\n', 'interactions:\n# of long ago\n');
    writeFileSync(path, commented);
    utimesSync(path, 1e9, 1e9);
    return commented;
  }

  const read = (): string => readFileSync(path, 'utf8');
  const startsIn = (): readonly unknown[] => entriesOf(path).map(({ call }) => call['started_at']);

  it('and says the same leaves the file as it is, not even written', async () => {
    await record('A', 'B');
    const before = age();
    expect(before)
      .to.match(/chunks_ms: \[1, 2, 3\]/)
      .and.match(/date:\n {6}- Sat, 03 Feb 2001/);
    await record('A', 'B');
    expect(read()).to.equal(before);
    expect(statSync(path).mtimeMs).to.equal(1e12);
  });

  it('and has one call more, and one other, keeps the entries of the rest', async () => {
    await record('A', 'B');
    age();
    await record('A', 'C', 'D');
    expect(requestsIn(path)).to.deep.equal(['A', 'C', 'D', 's']);
    const old = '2001-02-03T04:05:06.007Z';
    expect(startsIn().map((start) => start === old)).to.deep.equal([true, false, false, true]);
  });

  it('and has fewer calls loses the entries of those alone', async () => {
    await record('A', 'B');
    age();
    await record('B');
    expect(requestsIn(path)).to.deep.equal(['B', 's']);
    expect(new Set(startsIn())).to.deep.equal(new Set(['2001-02-03T04:05:06.007Z']));
  });

  it('and has its calls in another order has their entries in that', async () => {
    await record('A', 'B');
    const before = age();
    await record('B', 'A');
    expect(requestsIn(path)).to.deep.equal(['B', 'A', 's']);
    expect(read()).not.to.equal(before);
  });

  it('and has a call twice takes the entry of the one once', async () => {
    await record('A');
    age();
    await record('A', 'A');
    expect(startsIn().map((start) => start === '2001-02-03T04:05:06.007Z')).to.deep.equal([
      true,
      false,
      true,
    ]);
  });

  it('and is shown otherwise has its view made anew', async () => {
    const server = await startChatServer();
    const hasView = async (debugJson: boolean): Promise<boolean> => {
      beginRun();
      const opened = openCassette(path, { mode: 'rewrite', debugJson });
      const client = tsProtoClient(server.address, [cassetteInterceptor(opened)]);
      await client.complete('one');
      client.close();
      await opened.close();
      return read().includes('json:');
    };
    expect([await hasView(true), await hasView(false), await hasView(true)]).to.deep.equal([
      true,
      false,
      true,
    ]);
    await server.stop();
  });

  it('by two processes at once keeps what both have recorded', async () => {
    await record('A', 'B');
    beginRun();
    const open = () => {
      const opened = openCassette(path, { mode: 'rewrite' });
      expect(opened.plan).to.equal('record');
      // What another process would open knows nothing of this one.
      shared().cassettes.clear();
      return { opened, client: clientOf(opened) };
    };
    const [one, other] = [open(), open()];
    await callUnary(one.client, 'A');
    await callUnary(other.client, 'B');
    await one.opened.close();
    await other.opened.close();
    expect(requestsIn(path)).to.deep.equal(['A', 'B']);
    for (const { client } of [one, other]) client.close();
  });
});

describe('a former entry', () => {
  const fileOf = (plan: Parameters<typeof entry>[0]) =>
    parseCassetteFile(Buffer.from(cassette(entry({ method: 'ClientStream', ...plan }))), 'chat.yaml');

  it('is not taken for one whose messages are the same and went the other way', () => {
    const file = fileOf({ requests: ['A', 'B'], responses: [] });
    const match = ({ bytes, entries: [only] }: typeof file): Uint8Array | undefined =>
      new FormerEntries(file, file.entries).match(bytes.subarray(only?.start, only?.end));
    expect(match(file)).not.to.equal(undefined);
    expect(match(fileOf({ requests: ['A'], responses: ['B'] }))).to.equal(undefined);
  });
});
