import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { cassetteInterceptor, openCassette } from '../../lib/index.js';
import { cassette, entriesOf, entry, unary } from '../support/cassettes.js';
import { callUnary, type EchoClient, echoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { listen } from '../support/listen.js';
import { cassetteInTime, StandingClock } from '../support/standing-clock.js';

describe('a replayed call', () => {
  const { clientOf, server, temporary } = useEchoSuite();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  it('has the peer that was recorded', async () => {
    const recording = openCassette(path, { mode: 'once' });
    const client = clientOf(recording);
    await callUnary(client, 'A');
    await listen(client.ServerStream(Buffer.from('s'))).ended;
    await recording.close();
    client.close();
    expect(entriesOf(path).map(({ call }) => call['target'])).to.deep.equal([
      `dns:${server.address}`,
      `dns:${server.address}`,
    ]);

    const opened = openCassette(path);
    const offline = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(opened)] });
    const peer = await new Promise<string>((resolve) => {
      const call = offline.Unary(Buffer.from('A'), () => resolve(call.getPeer()));
    });
    expect(peer).to.equal(`dns:${server.address}`);
    const stream = offline.ServerStream(Buffer.from('s'));
    await listen(stream).ended;
    expect(stream.getPeer()).to.equal(`dns:${server.address}`);
    await opened.close();
    offline.close();
  });

  it('has a peer that is unknown where none was recorded', async () => {
    writeFileSync(path, cassette(entry({ method: 'ServerStream', requests: ['s'], responses: [] })));
    const opened = openCassette(path);
    const client = clientOf(opened);
    const stream = client.ServerStream(Buffer.from('s'));
    await listen(stream).ended;
    expect(stream.getPeer()).to.equal('unknown');
    await opened.close();
    client.close();
  });

  it('of a client that was closed throws what a live one throws, and takes no recording', async () => {
    writeFileSync(path, cassette(unary('A', 'a')));
    const opened = openCassette(path);
    const thrown = [echoClient(server.address), clientOf(opened)].map((client) => {
      client.close();
      return [
        () => client.Unary(Buffer.from('A'), () => undefined),
        () => client.ServerStream(Buffer.from('A')),
        () => client.ClientStream(() => undefined),
        () => client.Bidi(),
      ].map((call) => {
        try {
          call();
          return 'nothing';
        } catch (error) {
          return String(error);
        }
      });
    });
    expect(thrown[0]).to.deep.equal(Array(4).fill('Error: Channel has been shut down'));
    expect(thrown[1]).to.deep.equal(thrown[0]);
    expect(opened.unplayed).to.have.length(1);
    expect(opened.misses).to.deep.equal([]);
    await opened.close();
  });

  it('of two messages is not answered as one of both, joined, nor the other way round', async () => {
    const of = (requests: readonly string[], response: string) =>
      entry({ method: 'ClientStream', requests, responses: [response] });
    const upload = (client: EchoClient, requests: readonly string[]): Promise<string> =>
      new Promise((resolve) => {
        const call = client.ClientStream((error, response) =>
          resolve(error === null ? String(response) : `error ${error.code}`),
        );
        for (const request of requests) call.write(Buffer.from(request));
        call.end();
      });
    for (const [recorded, said] of [
      [['ab'], ['a', 'b']],
      [['a', 'b'], ['ab']],
      [['a', ''], ['a']],
    ] as const) {
      writeFileSync(path, cassette(of(recorded, 'other')));
      const lone = openCassette(path);
      expect(await upload(clientOf(lone), said), `${recorded}`).to.equal('error 9');
      await lone.close();
    }
    writeFileSync(path, cassette(of(['ab'], 'one'), of(['a', 'b'], 'two'), of(['', 'ab'], 'empty first')));
    const opened = openCassette(path);
    const client = clientOf(opened);
    expect(await upload(client, ['a', 'b'])).to.equal('two');
    expect(await upload(client, ['', 'ab'])).to.equal('empty first');
    expect(await upload(client, ['ab'])).to.equal('one');
    expect(await upload(client, ['ab'])).to.equal('error 9');
    await opened.close();
    client.close();
  });

  it('that was recorded with a deadline that ran out ends so at once, and does not wait for its own', async () => {
    const late = entry({
      method: 'ServerStream',
      requests: ['s'],
      responses: ['1'],
      call: [
        'response_metadata: {}',
        'metadata_ms: 1',
        'ended_ms: 60000',
        'status:',
        '  code: 4',
        '  details: Deadline exceeded',
      ],
    });
    const clock = new StandingClock();
    const opened = cassetteInTime(clock, cassette(late), { mode: 'none' });
    const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(opened)] });
    const heard = listen(client.ServerStream(Buffer.from('s'), { deadline: Date.now() + 3_600_000 }));
    expect(await heard.ended).to.deep.equal(['1', 'error 4', 'status 4']);
    expect(heard.error?.details).to.equal('Deadline exceeded');
    expect(clock.now()).to.equal(0);
    await opened.close();
    client.close();
  });

  for (const [what, cancels, stored] of [
    ['then cancelled', true, 'cancelled_by_client'],
    ['then closed', false, 'cut_short'],
  ] as const) {
    it(`of a stream that was left by break, ${what}, gives what was heard, and may be left again`, async () => {
      const leave = async (stream: ReturnType<EchoClient['ServerStream']>): Promise<string> => {
        for await (const message of stream) return String(message);
        return 'nothing';
      };
      const recording = openCassette(path, { mode: 'once' });
      const client = clientOf(recording);
      const live = client.ServerStream(Buffer.from('s'));
      live.on('error', () => undefined);
      expect(await leave(live)).to.equal('s:0');
      const ended = new Promise((resolve) => live.once('status', resolve));
      if (cancels) {
        live.cancel();
        await ended;
      }
      await recording.close();
      // A live call that nobody reads keeps its connection, and so the process.
      if (!cancels) live.cancel();
      await ended;
      client.close();
      const [entryOfStream, ...others] = entriesOf(path);
      expect(others).to.deep.equal([]);
      expect(entryOfStream?.responses[0]).to.equal('s:0');
      expect(entryOfStream?.call[stored]).to.equal(true);

      const opened = openCassette(path);
      const offline = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(opened)] });
      expect(await leave(offline.ServerStream(Buffer.from('s')))).to.equal('s:0');
      expect([opened.misses, opened.unplayed]).to.deep.equal([[], []]);
      await opened.close();
      offline.close();
    });
  }
});
