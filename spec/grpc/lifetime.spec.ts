import { writeFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { watchLifetime } from '../../lib/grpc/lifetime.js';
import { type Cassette, cassetteChannel, cassetteInterceptor, openCassette } from '../../lib/index.js';
import { Playback } from '../../lib/replay/playback.js';
import { cassette, entry } from '../support/cassettes.js';
import { callUnary, echoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { listen } from '../support/listen.js';
import { cassetteInTime, StandingClock } from '../support/standing-clock.js';
import { atTime } from '../support/time.js';

/** More looks than a call may take that waits for what does not come. */
const FEW = 10;

/** Resolves to the code that the call ends with, whose next events are said by `awaited`, and how often they were asked for. */
function endOf(awaited: (looks: number) => number | undefined): Promise<readonly [number, number]> {
  let looks = 0;
  return new Promise((resolve) => {
    watchLifetime(
      { deadline: Date.now() + 5 },
      {
        endOwn: ({ code }) => resolve([code, looks]),
        findEventWithin() {
          looks += 1;
          return awaited(looks);
        },
      },
    );
  });
}

/** How often replayed calls are asked for an event that should have come, while `action` runs. */
async function looksDuring(action: () => Promise<void>): Promise<number> {
  const { findEventWithin } = Playback.prototype;
  let looks = 0;
  Playback.prototype.findEventWithin = function (this: Playback, ms) {
    looks += 1;
    return findEventWithin.call(this, ms);
  };
  try {
    await action();
  } finally {
    Playback.prototype.findEventWithin = findEventWithin;
  }
  return looks;
}

describe('a deadline', () => {
  it('tells how long there is until it', () => {
    const call = { endOwn: () => undefined, findEventWithin: () => undefined };
    const lifetime = watchLifetime({ deadline: Date.now() + 60_000 }, call);
    expect(lifetime.timeLeft()).to.be.within(1, 60_000);
    atTime(Date.now() + 50_000, () => expect(lifetime.timeLeft()).to.be.within(1, 10_000));
    lifetime.stop();
    const past = watchLifetime({ deadline: Date.now() - 60_000 }, call);
    expect(past.timeLeft()).to.be.most(0);
    past.stop();
    expect(watchLifetime({}, call).timeLeft()).to.equal(Number.POSITIVE_INFINITY);
  });

  it('ends a call whose next event never comes, after a few looks for it', async () => {
    const [code, looks] = await endOf(() => 0);
    expect(code).to.equal(grpc.status.DEADLINE_EXCEEDED);
    expect(looks).to.be.within(2, FEW);
  });

  it('lets come what should have come, as long as one event after the other does', async () => {
    const [code, looks] = await endOf((look) => (look <= 3 * FEW ? look : undefined));
    expect([code, looks]).to.deep.equal([grpc.status.DEADLINE_EXCEEDED, 3 * FEW + 1]);
  });

  const { temporary } = useEchoSuite();

  const doors = {
    interceptor: (opened: Cassette) => ({ interceptors: [cassetteInterceptor(opened)] }),
    channel: (opened: Cassette) => ({ channelFactoryOverride: cassetteChannel(opened) }),
  };

  for (const [door, optionsOf] of Object.entries(doors)) {
    const ask = (client: ReturnType<typeof echoClient>) =>
      listen(client.ServerStream(Buffer.from('s'), { deadline: Date.now() + 30 }));

    it(`ends a call that waits for the cancel of another, through the ${door}`, async () => {
      const left = entry({
        method: 'Bidi',
        requests: ['one'],
        responses: [],
        halfClosed: false,
        call: ['response_metadata: {}', 'ended_ms: 2', 'cancelled_by_client: true'],
      });
      const later = entry({
        method: 'ServerStream',
        requests: ['s'],
        responses: [],
        call: ['response_metadata: {}', 'metadata_ms: 5', 'ended_ms: 5'],
      });
      // The time in which the other is to be cancelled does not go by.
      const opened = cassetteInTime(new StandingClock(), cassette(left, later));
      const client = echoClient('127.0.0.1:1', optionsOf(opened));
      const bidi = client.Bidi();
      bidi.on('error', () => undefined);
      bidi.write(Buffer.from('one'));
      await new Promise((resolve) => bidi.once('metadata', resolve));
      const looks = await looksDuring(async () => {
        expect(await ask(client).ended).to.deep.equal(['error 4', 'status 4']);
      });
      expect(looks).to.be.within(1, FEW);
      bidi.cancel();
      client.close();
      await opened.close();
    });

    it(`ends a call that others are always before, through the ${door}`, async () => {
      const path = temporary('chat.yaml');
      const slow = entry({
        method: 'ServerStream',
        requests: ['s'],
        responses: [],
        call: ['response_metadata: {}', 'metadata_ms: 10', 'ended_ms: 10'],
      });
      writeFileSync(path, cassette(slow, entry({ requests: ['A'], responses: ['a'] })));
      const opened = openCassette(path, { repeats: true });
      const client = echoClient('127.0.0.1:1', optionsOf(opened));
      const { log, ended } = ask(client);
      while (log.length === 0) expect((await callUnary(client, 'A')).response).to.equal('a');
      expect(await ended).to.deep.equal(['error 4', 'status 4']);
      client.close();
      await opened.close();
    });
  }

  it('that is over when an interceptor above starts the call ends it then', async () => {
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(entry({ method: 'ServerStream', requests: ['s'], responses: ['x'] })));
    const opened = openCassette(path);
    const late: grpc.Interceptor = (options, nextCall) =>
      new grpc.InterceptingCall(nextCall(options), {
        start: (metadata, listener, next) => void setImmediate(() => next(metadata, listener)),
      });
    const client = echoClient('127.0.0.1:1', { interceptors: [late, cassetteInterceptor(opened)] });
    const stream = client.ServerStream(Buffer.from('s'), { deadline: Date.now() - 1 });
    expect(await listen(stream).ended).to.deep.equal(['error 4', 'status 4']);
    client.close();
    await opened.close();
  });
});
