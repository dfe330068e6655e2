import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { openCassette } from '../../lib/index.js';
import { cassette, entry, unary } from '../support/cassettes.js';
import { callUnary, type EchoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { playingIn } from './playing.js';
import { askStream, converse, sayAll } from './talk.js';

describe('the repeats option', () => {
  const suite = useEchoSuite();
  const { server } = suite;
  const playing = playingIn(suite);

  const answerTo = async (client: EchoClient, request: string): Promise<string> =>
    (await callUnary(client, request)).response ?? 'miss';

  it('plays twins in recorded order, and then the last of them again and again', async () => {
    const outcome = await playing(
      { repeats: true },
      [unary('A', 'first'), unary('B', 'b'), unary('A', 'second')],
      async (client) => {
        const heard = [];
        for (let call = 0; call < 5; call += 1) heard.push(await answerTo(client, 'A'));
        expect(heard).to.deep.equal(['first', 'second', 'second', 'second', 'second']);
        expect(await answerTo(client, 'B')).to.equal('b');
        expect(await answerTo(client, 'B')).to.equal('b');
        expect(await answerTo(client, 'C')).to.equal('miss');
      },
    );
    expect([outcome.misses.length, outcome.unplayed]).to.deep.equal([1, 0]);
  });

  it('leaves a recording to the call that it answered first', async () => {
    const path = suite.temporary('chat.yaml');
    writeFileSync(path, cassette(unary('A', 'a'), unary('B', 'b')));
    const opened = openCassette(path, { repeats: true });
    const client = suite.clientOf(opened);
    for (const request of ['A', 'B', 'A']) await callUnary(client, request);
    const played = opened.played.map(({ requests }) => Buffer.from(requests.at(0)).toString());
    expect(played).to.deep.equal(['A', 'B']);
    client.close();
    await opened.close();
  });

  it('is off unless it is given', async () => {
    const outcome = await playing({}, [unary('A', 'first')], async (client) => {
      expect(await answerTo(client, 'A')).to.equal('first');
      expect(await answerTo(client, 'A')).to.equal('miss');
    });
    expect([outcome.misses.length, outcome.unplayed]).to.deep.equal([1, 0]);
  });

  it('serves calls of every kind, at the same time, too', async () => {
    const entries = [
      entry({ method: 'ServerStream', requests: ['S'], responses: ['1', '2'] }),
      entry({ method: 'Bidi', requests: ['a', 'b'], responses: ['A', 'B'], after: [1, 2] }),
    ];
    const outcome = await playing({ repeats: true }, entries, async (client) => {
      const streams = await Promise.all([0, 1, 2].map(() => askStream(client, 'S')));
      expect(streams).to.deep.equal([0, 1, 2].map(() => ['1', '2', 'status 0']));
      const talks = await Promise.all([0, 1, 2].map(() => converse(client, ['a', 'b'])));
      expect(talks).to.deep.equal([0, 1, 2].map(() => ['sent a', 'A', 'sent b', 'B', 'status 0']));
      expect(await sayAll(client, ['a', 'other'])).to.deep.equal(['error 9', 'status 9']);
    });
    expect([outcome.misses.length, outcome.unplayed]).to.deep.equal([1, 0]);
  });

  it('goes with match: method, and with a function', async () => {
    for (const match of ['method' as const, () => true]) {
      await playing({ repeats: true, match }, [unary('A', 'a'), unary('B', 'b')], async (client) => {
        const heard = [];
        for (let call = 0; call < 4; call += 1) heard.push(await answerTo(client, 'X'));
        expect(heard).to.deep.equal(['a', 'b', 'b', 'b']);
      });
    }
  });

  it('keeps a repeated request from the server in mode new_episodes, and no other', async () => {
    const reached = server.reached.length;
    await playing({ repeats: true, mode: 'new_episodes' }, [unary('A', 'a')], async (client) => {
      expect(await answerTo(client, 'A')).to.equal('a');
      expect(await answerTo(client, 'A')).to.equal('a');
      expect(await answerTo(client, 'N')).to.equal('re:N');
    });
    expect(server.reached.slice(reached)).to.deep.equal(['N']);
  });
});
