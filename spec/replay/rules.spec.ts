import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { CassetteError, type MatchedCall, openCassette } from '../../lib/index.js';
import { cassette, entry, unary } from '../support/cassettes.js';
import { callUnary, type EchoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { playingIn } from './playing.js';
import { askStream, converse } from './talk.js';

describe('the match option', () => {
  const suite = useEchoSuite();
  const { clientOf, server, temporary } = suite;
  const playing = playingIn(suite);

  const answerTo = async (client: EchoClient, request: string): Promise<string> => {
    const { error, response } = await callUnary(client, request);
    return error === null ? (response ?? '') : (error.cause as CassetteError).code;
  };

  describe('method', () => {
    it('plays the recordings of the method in order, whatever is asked', async () => {
      const { codes } = await playing(
        { match: 'method' },
        [
          unary('A', 'a'),
          entry({ method: 'ServerStream', requests: ['S'], responses: ['s'] }),
          unary('B', 'b'),
        ],
        async (client) => {
          expect(await answerTo(client, 'B')).to.equal('a');
          expect(await answerTo(client, 'anything')).to.equal('b');
          expect(await askStream(client, 'other')).to.deep.equal(['s', 'status 0']);
          expect(await answerTo(client, 'A')).to.equal('already_played');
        },
      );
      expect(codes).to.deep.equal(['already_played']);
    });

    it('lets a streamed call say anything, and keeps to when the answers came', async () => {
      const talk = entry({ method: 'Bidi', requests: ['1', '2'], responses: ['a', 'b'], after: [1, 2] });
      const { codes } = await playing({ match: 'method' }, [talk], async (client) => {
        expect(await converse(client, ['x', 'y'])).to.deep.equal(['sent x', 'a', 'sent y', 'b', 'status 0']);
      });
      expect(codes).to.deep.equal([]);
    });

    it('does not play a recording of another kind', async () => {
      const streamed = entry({ method: 'ServerStream', requests: ['A'], responses: ['x'] });
      const { codes } = await playing(
        { match: 'method' },
        [streamed.replace('/ServerStream', '/Unary')],
        async (client) => {
          expect(await answerTo(client, 'A')).to.equal('no_match');
        },
      );
      expect(codes).to.deep.equal(['no_match']);
    });
  });

  describe('sequence', () => {
    const entries = [
      unary('A', 'a'),
      entry({ method: 'Bidi', requests: ['1'], responses: ['one'], after: [1] }),
      unary('A', 'again'),
    ];

    it('plays the recordings in the order of the file, whatever is asked', async () => {
      const { codes } = await playing({ match: 'sequence' }, entries, async (client) => {
        expect(await answerTo(client, 'X')).to.equal('a');
        expect(await converse(client, ['Y'])).to.deep.equal(['sent Y', 'one', 'status 0']);
        expect(await answerTo(client, 'A')).to.equal('again');
        expect(await answerTo(client, 'A')).to.equal('already_played');
      });
      expect(codes).to.deep.equal(['already_played']);
    });

    it('does not play what is not next: a call of another method or kind is a miss, and takes nothing', async () => {
      const { codes } = await playing({ match: 'sequence' }, entries, async (client) => {
        expect(await askStream(client, 'A')).to.deep.equal(['error 9', 'status 9']);
        expect(await answerTo(client, 'A')).to.equal('a');
        expect(await answerTo(client, 'A')).to.equal('no_match');
        expect(await converse(client, ['1'])).to.deep.equal(['sent 1', 'one', 'status 0']);
      });
      expect(codes).to.deep.equal(['no_match', 'no_match']);
    });

    it('tells a client that falls silent what the recorded server was waiting for', async () => {
      const path = temporary('chat.yaml');
      writeFileSync(
        path,
        cassette(entry({ method: 'Bidi', requests: ['1', '2'], responses: ['a'], after: [2] })),
      );
      const opened = openCassette(path, { match: 'sequence' });
      const call = clientOf(opened).Bidi();
      call.on('data', () => undefined);
      call.write(Buffer.from('1'));
      const failed = once(call, 'error');
      await once(call, 'metadata');
      await new Promise((resolve) => setImmediate(resolve));
      expect(opened.engine.failStalled()).to.equal(true);
      const [{ cause }] = (await failed) as [{ cause: CassetteError }];
      expect(cause.code).to.equal('stalled');
      expect(cause.message).to.include('was waiting for request 2 of 2.');
      await opened.close();
    });

    it('records in mode new_episodes what is not next', async () => {
      const path = temporary('chat.yaml');
      writeFileSync(path, cassette(unary('A', 'a')));
      const opened = openCassette(path, { match: 'sequence', mode: 'new_episodes' });
      const client = clientOf(opened);
      expect(await answerTo(client, 'X')).to.equal('a');
      expect(await answerTo(client, 'X')).to.equal('re:X');
      expect(server.reached.at(-1)).to.equal('X');
      await opened.close();
      expect(opened.misses).to.deep.equal([]);
    });
  });

  describe('a function', () => {
    it('is asked for each free recording of the method and kind, in recorded order, until it says yes', async () => {
      const asked: string[] = [];
      const match = (call: MatchedCall, { requests }: { requests: MatchedCall['requests'] }): boolean => {
        const [one, other] = [call.requests.at(0), requests.at(0)].map((bytes) =>
          Buffer.from(bytes).toString(),
        );
        asked.push(`${one}?${other}`);
        return one?.toLowerCase() === other?.toLowerCase();
      };
      const entries = [
        unary('A', 'a'),
        unary('B', 'b'),
        entry({ method: 'ServerStream', requests: ['c'], responses: ['s'] }),
        unary('C', 'c'),
      ];
      const { codes } = await playing({ match }, entries, async (client) => {
        expect(await answerTo(client, 'b')).to.equal('b');
        expect(await answerTo(client, 'c')).to.equal('c');
        expect(await answerTo(client, 'b')).to.equal('already_played');
        expect(await answerTo(client, 'x')).to.equal('no_match');
      });
      expect(asked.slice(0, 4)).to.deep.equal(['b?A', 'b?B', 'c?A', 'c?C']);
      expect(codes).to.deep.equal(['already_played', 'no_match']);
    });

    it('is told all that is known of the call, its secrets taken out', async () => {
      const seen: Record<string, unknown>[] = [];
      const match = (call: MatchedCall): boolean => {
        const { method, requestStream, responseStream, target, metadata, halfClosed } = call;
        const requests = Array.from({ length: call.requests.length }, (_, index) =>
          Buffer.from(call.requests.at(index)).toString(),
        );
        seen.push({
          method,
          requestStream,
          responseStream,
          target,
          requests,
          halfClosed,
          metadata: [...metadata],
        });
        return true;
      };
      await playing({ match }, [unary('A', 'a')], async (client) => {
        await callUnary(client, 'Q', { 'x-team': 'red', authorization: 'Bearer topsecret' });
      });
      expect(seen).to.deep.equal([
        {
          method: '/echo.Echo/Unary',
          requestStream: false,
          responseStream: false,
          target: `dns:${server.address}`,
          requests: ['Q'],
          halfClosed: false,
          metadata: [
            ['x-team', ['red']],
            ['authorization', ['[REDACTED]']],
          ],
        },
      ]);
    });

    it('decides about a streamed call anew with each request, and the call moves on', async () => {
      const match = (call: MatchedCall, { requests }: { requests: MatchedCall['requests'] }): boolean =>
        Array.from({ length: call.requests.length }, (_, index) => index).every(
          (index) => index < requests.length && call.requests.at(index)[0] === requests.at(index)[0],
        );
      const talk = (second: string, answer: string): string =>
        entry({ method: 'Bidi', requests: ['hello', second], responses: ['hi', answer], after: [1, 2] });
      const { codes } = await playing({ match }, [talk('ask', 'a'), talk('beg', 'b')], async (client) => {
        expect(await converse(client, ['h', 'b'])).to.deep.equal(['sent h', 'hi', 'sent b', 'b', 'status 0']);
      });
      expect(codes).to.deep.equal([]);
    });

    for (const [what, match, reason] of [
      [
        'throws',
        () => {
          throw new TypeError('requests is odd');
        },
        'threw TypeError: requests is odd',
      ],
      ['returns a promise', async () => true, 'returned a Promise'],
      ['returns nothing', () => undefined, 'returned undefined'],
    ] as const) {
      it(`that ${what} fails the call, and says so`, async () => {
        const path = temporary('chat.yaml');
        writeFileSync(path, cassette(unary('A', 'a')));
        const opened = openCassette(path, { match: match as unknown as () => boolean });
        const { error } = await callUnary(clientOf(opened), 'A');
        const cause = error?.cause as CassetteError;
        expect(cause.code).to.equal('match_failed');
        expect(cause.message).to.equal(
          `${path}: the match function ${reason}, asked about /echo.Echo/Unary. Let it return true or false.`,
        );
        expect(error?.details).to.equal(cause.message);
        expect(opened.misses.map((miss) => miss.error)).to.deep.equal([cause]);
        await opened.close();
      });
    }

    it('that threw once stands in the way of no later call', async () => {
      let calls = 0;
      const match = (): boolean => {
        calls += 1;
        if (calls === 1) throw new Error('once');
        return false;
      };
      const { codes } = await playing({ match }, [unary('A', 'a')], async (client) => {
        expect(await answerTo(client, 'A')).to.equal('match_failed');
        expect(await answerTo(client, 'A')).to.equal('no_match');
      });
      expect(codes).to.deep.equal(['match_failed', 'no_match']);
    });

    it('that throws only when a miss is explained fails the call all the same, and nothing else', async () => {
      const match = ({ requests }: MatchedCall, recorded: { requests: MatchedCall['requests'] }): boolean => {
        const [one, other] = [requests, recorded.requests].map((each) => Buffer.from(each.at(0)).toString());
        if (one === 'C' && other === 'A') throw new Error('A is taken');
        return one === other;
      };
      const { codes } = await playing({ match }, [unary('A', 'a'), unary('B', 'b')], async (client) => {
        expect(await answerTo(client, 'A')).to.equal('a');
        expect(await answerTo(client, 'C')).to.equal('match_failed');
        expect(await answerTo(client, 'B')).to.equal('b');
      });
      expect(codes).to.deep.equal(['match_failed']);
    });

    it('that refuses a half-close is named, and not the half-close', async () => {
      const match = ({ halfClosed }: MatchedCall): boolean => !halfClosed;
      const talk = entry({ method: 'Bidi', requests: ['1'], responses: ['a'], after: [1] });
      const { codes } = await playing({ match }, [talk], async (client) => {
        expect(await converse(client, ['1'])).to.deep.equal(['sent 1', 'a', 'error 9', 'status 9']);
      });
      expect(codes).to.deep.equal(['no_match']);
    });

    it('that throws while a call streams leaves the recording to the next call', async () => {
      let hasThrown = false;
      const match = ({ requests }: MatchedCall): boolean => {
        if (requests.length === 0 || hasThrown) return true;
        hasThrown = true;
        throw new Error('once');
      };
      const talk = entry({ method: 'Bidi', requests: ['1'], responses: ['a'], after: [1] });
      const { codes } = await playing({ match }, [talk], async (client) => {
        expect(await converse(client, ['1'])).to.deep.equal(['sent 1', 'error 9', 'status 9']);
        expect(await converse(client, ['1'])).to.deep.equal(['sent 1', 'a', 'status 0']);
      });
      expect(codes).to.deep.equal(['match_failed']);
    });

    it('that throws fails a streamed call as well, which ends', async () => {
      const match = (call: MatchedCall): boolean => {
        if (call.requests.length === 2) throw new Error('no');
        return true;
      };
      const talk = entry({ method: 'Bidi', requests: ['1', '2'], responses: ['a', 'b'], after: [1, 2] });
      const { codes } = await playing({ match }, [talk], async (client) => {
        expect(await converse(client, ['1', '2'])).to.deep.equal([
          'sent 1',
          'a',
          'sent 2',
          'error 9',
          'status 9',
        ]);
      });
      expect(codes).to.deep.equal(['match_failed']);
    });
  });

  it('is one of these, or an error that says so', () => {
    expect(() => openCassette('x.yaml', { match: 'body' as 'method' })).to.throw(
      CassetteError,
      'The cassette option match is "body". Legal: "request", "method", "sequence" or a function (call, interaction) => boolean.',
    );
  });

  it('does not go with repeats where it is a sequence', () => {
    expect(() => openCassette('x.yaml', { match: 'sequence', repeats: true })).to.throw(
      CassetteError,
      'With match: "sequence" each interaction is played once. Leave repeats out.',
    );
  });
});
