import { AsyncLocalStorage } from 'node:async_hooks';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import * as old from 'grpc-js-1.9';
import {
  CassetteError,
  cassetteChannel,
  cassetteClientOptions,
  cassetteInterceptor,
  openCassette,
  useCassette,
} from '../../../lib/index.js';
import { cassette, entriesOf, entry, requestsIn, unary } from '../../support/cassettes.js';
import { useEchoSuite } from '../../support/echo-suite.js';
import { ask, callEachKind, SAID } from '../../support/one-of-each-kind.js';

const NOWHERE = '127.0.0.1:1';
const METHODS = ['Unary', 'Unary', 'ClientStream', 'ServerStream', 'Bidi', 'Bidi'];
type Options = grpc.ClientOptions;

describe("a cassette's channel", () => {
  const { server, temporary } = useEchoSuite();
  const clients: grpc.Client[] = [];
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });

  function client(address: string, options: Options, credentials = grpc.credentials.createInsecure()) {
    const made = new grpc.Client(address, credentials, options);
    clients.push(made);
    return made;
  }

  /** A client of grpc-js 1.9, which has the same methods. */
  function oldClient(address: string, options: Options): grpc.Client {
    const credentials = old.credentials.createInsecure() as unknown as grpc.ChannelCredentials;
    const OldClient = old.Client as unknown as typeof grpc.Client;
    const made = new OldClient(address, credentials, options);
    clients.push(made);
    return made;
  }

  for (const [version, clientOf] of Object.entries({ '1.14': client, '1.9': oldClient })) {
    describe(`of a client of grpc-js ${version}`, () => {
      it('records each kind of call as what it is, and replays it', async () => {
        const recording = cassetteChannel(path, { mode: 'once' });
        expect(
          await callEachKind(clientOf(server.address, { channelFactoryOverride: recording })),
        ).to.deep.equal(SAID);
        await recording.cassette?.close();
        expect(entriesOf(path).map(({ method }) => method)).to.deep.equal(METHODS);

        const playing = cassetteChannel(path);
        expect(await callEachKind(clientOf(NOWHERE, { channelFactoryOverride: playing }))).to.deep.equal(
          SAID,
        );
        expect([playing.cassette?.misses, playing.cassette?.unplayed]).to.deep.equal([[], []]);
        await playing.cassette?.close();
      });

      it('records what an interceptor replays, and replays what an interceptor recorded', async () => {
        const ofChannel = cassetteChannel(path, { mode: 'once' });
        await callEachKind(clientOf(server.address, { channelFactoryOverride: ofChannel }));
        await ofChannel.cassette?.close();
        const playing = cassetteInterceptor(path);
        expect(await callEachKind(clientOf(NOWHERE, { interceptors: [playing] }))).to.deep.equal(SAID);
        await playing.cassette?.close();

        const other = temporary('other.yaml');
        const ofInterceptor = cassetteInterceptor(other, { mode: 'once' });
        await callEachKind(clientOf(server.address, { interceptors: [ofInterceptor] }));
        await ofInterceptor.cassette?.close();
        const replay = cassetteChannel(other);
        expect(await callEachKind(clientOf(NOWHERE, { channelFactoryOverride: replay }))).to.deep.equal(SAID);
        await replay.cassette?.close();
      });
    });
  }

  it('serves two copies in one process from one cassette, each over a real channel of its own', async () => {
    const recording = cassetteChannel(path, { mode: 'once' });
    const ours = client(server.address, { channelFactoryOverride: recording });
    const theirs = oldClient(server.address, { channelFactoryOverride: recording });
    expect([await ask(ours, 'ours'), await ask(theirs, 'theirs')]).to.deep.equal(['re:ours', 're:theirs']);
    await recording.cassette?.close();
    expect(requestsIn(path)).to.deep.equal(['ours', 'theirs']);
  });

  it('plays what is recorded and goes live with the rest in new_episodes', async () => {
    const channelFactoryOverride = cassetteChannel(path, { mode: 'new_episodes' });
    const first = client(server.address, { channelFactoryOverride });
    expect(await ask(first, 'one')).to.equal('re:one');
    await channelFactoryOverride.cassette?.close();

    const reached = server.reached.length;
    const second = client(server.address, { channelFactoryOverride });
    expect(await ask(second, 'one')).to.equal('re:one');
    expect(server.reached.length).to.equal(reached);
    expect(await callEachKind(second)).to.deep.equal(SAID);
    await channelFactoryOverride.cassette?.close();
    expect(entriesOf(path).map(({ method }) => method)).to.deep.equal(['Unary', ...METHODS]);

    const playing = cassetteInterceptor(path);
    expect(await callEachKind(client(NOWHERE, { interceptors: [playing] }))).to.deep.equal(SAID);
    await playing.cassette?.close();
  });

  // With something in the file, new_episodes looks for a recording before the call goes live.
  const HOLDINGS = {
    'while recording': undefined,
    'in new_episodes, with another recording of the method': unary('other', 'answer'),
    'in new_episodes, with recordings of another method only': entry({
      method: 'ServerStream',
      requests: ['s'],
      responses: ['answer'],
    }),
  };
  for (const [when, held] of Object.entries(HOLDINGS)) {
    it(`knows a single request also where an interceptor holds it back, ${when}`, async () => {
      const holdBack: grpc.Interceptor = (options, nextCall) =>
        new grpc.InterceptingCall(nextCall(options), {
          sendMessage: (message, next) => void setImmediate(() => next(message)),
        });
      if (held !== undefined) writeFileSync(path, cassette(held));
      const recording = cassetteChannel(path, { mode: held === undefined ? 'once' : 'new_episodes' });
      const options = { interceptors: [holdBack], channelFactoryOverride: recording };
      expect(await ask(client(server.address, options), 'A')).to.equal('re:A');
      await recording.cassette?.close();
      const playing = cassetteChannel(path, { mode: 'none' });
      const replay = { interceptors: [holdBack], channelFactoryOverride: playing };
      expect(await ask(client(NOWHERE, replay), 'A')).to.equal('re:A');
      await playing.cassette?.close();
      const bare = cassetteInterceptor(path);
      expect(await ask(client(NOWHERE, { interceptors: [bare] }), 'A')).to.equal('re:A');
      await bare.cassette?.close();
    });
  }

  it('plays a call again whose request could not be serialised, of either kind of request', async () => {
    const fail = (): never => {
      throw new Error('no bytes');
    };
    const tryBoth = async (made: grpc.Client): Promise<readonly (string | undefined)[]> => [
      await new Promise((resolve) =>
        made.makeUnaryRequest('/echo.Echo/Unary', fail, Buffer.from, 'A', (error) => resolve(error?.details)),
      ),
      await new Promise((resolve) =>
        made
          .makeClientStreamRequest('/echo.Echo/ClientStream', fail, Buffer.from, (error) =>
            resolve(error?.details),
          )
          .write('A'),
      ),
    ];
    const recording = cassetteChannel(path, { mode: 'once' });
    const live = await tryBoth(client(server.address, { channelFactoryOverride: recording }));
    await recording.cassette?.close();
    expect(entriesOf(path).map(({ method, requests }) => [method, ...requests])).to.deep.equal([
      ['Unary'],
      ['ClientStream'],
    ]);
    const playing = cassetteChannel(path);
    expect(await tryBoth(client(NOWHERE, { channelFactoryOverride: playing }))).to.deep.equal(live);
    expect(live).to.deep.equal(Array(2).fill('Request message serialization failure: no bytes'));
    const { misses, unplayed } = playing.cassette ?? {};
    expect([misses, unplayed?.length]).to.deep.equal([[], 0]);
    await playing.cassette?.close();
  });

  it('is told the kinds of calls through the channel of another that stands above it', async () => {
    const recording = cassetteChannel(path, { mode: 'once' });
    const made = client(server.address, {
      channelFactoryOverride: (address, credentials, options) =>
        wrapped(recording(address, credentials, options)),
    });
    expect(await callEachKind(made)).to.deep.equal(SAID);
    await recording.cassette?.close();
    const playing = cassetteInterceptor(path);
    expect(await callEachKind(client(NOWHERE, { interceptors: [playing] }))).to.deep.equal(SAID);
    await playing.cassette?.close();
  });

  it('keeps two calls in the order of their starts, each in a context of its own, whichever shows its kind first', async () => {
    const answered = (response: string): string =>
      entry({ method: 'Bidi', requests: ['same'], responses: [response], after: [1] });
    writeFileSync(path, cassette(answered('first'), answered('second')));
    const offline = client(NOWHERE, { channelFactoryOverride: cassetteChannel(path) });
    const context = new AsyncLocalStorage<string>();
    const heard: string[] = [];
    const calls = ['a', 'b'].map((name) =>
      context.run(name, () => {
        const call = offline.makeBidiStreamRequest('/echo.Echo/Bidi', Buffer.from, Buffer.from);
        return call.on('data', (message) => heard.push(`${name} in ${context.getStore()}: ${message}`));
      }),
    );
    const ends = calls.map((call) => new Promise((resolve) => call.on('status', resolve)));
    for (const call of [...calls].reverse()) call.end(Buffer.from('same'));
    await Promise.all(ends);
    expect(heard.sort()).to.deep.equal(['a in a: first', 'b in b: second']);
  });

  describe('in a replay', () => {
    beforeEach(async () => {
      const recording = cassetteChannel(path, { mode: 'once' });
      await ask(client(server.address, { channelFactoryOverride: recording }), 'A');
      await recording.cassette?.close();
    });

    it('is ready at once', async () => {
      const channelFactoryOverride = cassetteChannel(path);
      const offline = client(NOWHERE, { channelFactoryOverride });
      await new Promise<void>((resolve, reject) =>
        offline.waitForReady(Date.now() + 1000, (error) => (error ? reject(error) : resolve())),
      );
      expect(await ask(offline, 'A')).to.equal('re:A');
    });

    it('names its target as a real channel does', () => {
      const channelFactoryOverride = cassetteChannel(path);
      for (const address of [
        'localhost:50051',
        'dns:///a.example:1',
        'unix:/tmp/socket',
        'ipv4:127.0.0.1:1',
      ]) {
        const real = client(address, {}).getChannel();
        const ours = client(address, { channelFactoryOverride }).getChannel();
        expect(ours.getTarget()).to.equal(real.getTarget());
        expect(ours.getChannelzRef().name).to.be.a('string');
      }
    });

    it('asks no credentials, neither the channel’s nor a call’s', async () => {
      const refuse = (): never => {
        throw new Error('credentials were asked');
      };
      const perCall = grpc.credentials.createFromMetadataGenerator(refuse);
      const secure = grpc.credentials.combineChannelCredentials(grpc.credentials.createSsl(), perCall);
      const offline = client(NOWHERE, { channelFactoryOverride: cassetteChannel(path) }, secure);
      expect(await ask(offline, 'A', new grpc.Metadata(), { credentials: perCall })).to.equal('re:A');
    });

    it('tells a miss as an interceptor does', async () => {
      const channelFactoryOverride = cassetteChannel(path);
      const offline = client(NOWHERE, { channelFactoryOverride });
      expect(await ask(offline, 'B')).to.match(/^9 No recording of this method/);
      expect(channelFactoryOverride.cassette?.misses).to.have.length(1);
      await channelFactoryOverride.cassette?.close();
    });

    it('is shut down by close(): no call more, and watchers are told', async () => {
      const offline = new grpc.Client(NOWHERE, grpc.credentials.createInsecure(), {
        channelFactoryOverride: cassetteChannel(path),
      });
      const channel = offline.getChannel();
      const { READY, SHUTDOWN } = grpc.connectivityState;
      expect(channel.getConnectivityState(true)).to.equal(READY);
      const changed = new Promise<Error | undefined>((resolve) =>
        channel.watchConnectivityState(READY, Number.POSITIVE_INFINITY, resolve),
      );
      offline.close();
      expect(await changed).to.equal(undefined);
      expect(channel.getConnectivityState(true)).to.equal(SHUTDOWN);
      expect(() => offline.makeUnaryRequest('/a/b', Buffer.from, Buffer.from, '', () => {})).to.throw(
        'Channel has been shut down',
      );
      expect(() => channel.watchConnectivityState(SHUTDOWN, Date.now() + 1, () => {})).to.throw(
        'Channel has been shut down',
      );
    });

    it('tells a watcher whose deadline is over', async () => {
      const channel = client(NOWHERE, { channelFactoryOverride: cassetteChannel(path) }).getChannel();
      for (const deadline of [Date.now() - 1, new Date(Date.now() + 20)]) {
        const told = await new Promise<Error | undefined>((resolve) =>
          channel.watchConnectivityState(grpc.connectivityState.READY, deadline, resolve),
        );
        expect(told?.message).to.equal('Deadline passed without connectivity state change');
      }
    });
  });

  describe('and a cassette above it', () => {
    it('leaves a call alone that an interceptor’s cassette has, recording and replaying', async () => {
      const below = openCassette(temporary('below.yaml'), { mode: 'once' });
      const above = openCassette(path, { mode: 'once' });
      const options = {
        interceptors: [cassetteInterceptor(above)],
        channelFactoryOverride: cassetteChannel(below),
      };
      const both = client(server.address, options);
      expect(await callEachKind(both)).to.deep.equal(SAID);
      expect([above.interactions.length, below.interactions.length]).to.deep.equal([6, 0]);
      await above.close();
      await below.close();

      const playing = cassetteInterceptor(path);
      const missing = cassetteChannel(temporary('below.yaml'));
      const offline = client(NOWHERE, { interceptors: [playing], channelFactoryOverride: missing });
      expect(await callEachKind(offline)).to.deep.equal(SAID);
      expect(missing.cassette?.misses).to.deep.equal([]);
      await playing.cassette?.close();
    });

    it('serves the calls that bring interceptors of their own', async () => {
      const below = cassetteChannel(path, { mode: 'once' });
      const made = client(server.address, { channelFactoryOverride: below });
      const pass: grpc.Interceptor = (options, nextCall) => new grpc.InterceptingCall(nextCall(options));
      expect(await ask(made, 'A', new grpc.Metadata(), { interceptors: [pass] })).to.equal('re:A');
      await below.cassette?.close();
      expect(requestsIn(path)).to.deep.equal(['A']);
    });

    it('hears an interceptor’s cassette whose copy of grpc-js cannot be found', async () => {
      const above = cassetteInterceptor(path, { mode: 'once' });
      const hidden = hideCopy(() =>
        oldClient(server.address, { interceptors: [above], channelFactoryOverride: cassetteChannel() }),
      );
      expect(await hidden((made) => ask(made, 'A'))).to.match(/^9 No copy of @grpc\/grpc-js was found/);
      await above.cassette?.close();
    });
  });

  describe('without a path', () => {
    it('asks the current cassette, and passes through where there is none', async () => {
      const made = client(server.address, { channelFactoryOverride: cassetteChannel() });
      expect(await ask(made, 'plain')).to.equal('re:plain');
      await useCassette(path, { mode: 'once' }, async () => {
        expect(await ask(made, 'kept')).to.equal('re:kept');
      });
      expect(requestsIn(path)).to.deep.equal(['kept']);
      const offline = client(NOWHERE, { channelFactoryOverride: cassetteChannel() });
      await useCassette(path, {}, async () => {
        expect(await ask(offline, 'kept')).to.equal('re:kept');
      });
    });
  });

  /** Runs with the modules of grpc-js 1.9 out of Node's sight, as a bundled copy is. */
  function hideCopy(
    make: () => grpc.Client,
  ): (run: (made: grpc.Client) => Promise<string>) => Promise<string> {
    return async (run) => {
      const { cache } = createRequire(import.meta.url);
      const entries = Object.entries(cache).filter(([name]) => name.includes('grpc-js-1.9'));
      for (const [name] of entries) delete cache[name];
      try {
        return await run(make());
      } finally {
        for (const [name, module] of entries) cache[name] = module;
      }
    };
  }

  describe('whose copy of grpc-js is not among the loaded modules', () => {
    it('ends a call that has to go to the server with an error that names the option', async () => {
      const channelFactoryOverride = cassetteChannel(path, { mode: 'once' });
      const hidden = hideCopy(() => oldClient(server.address, { channelFactoryOverride }));
      const told = await hidden(async (made) => {
        const error = await new Promise<unknown>((resolve) =>
          made.makeUnaryRequest('/echo.Echo/Unary', Buffer.from, Buffer.from, 'A', resolve),
        );
        const { cause } = error as { cause?: unknown };
        return CassetteError.is(cause) ? `${cause.code} ${cause.option}` : String(error);
      });
      expect(told).to.equal('invalid_option grpc');
      await channelFactoryOverride.cassette?.close();
    });

    it('takes the copy that it is given', async () => {
      const channelFactoryOverride = cassetteChannel(path, { mode: 'once', grpc: old as never });
      const hidden = hideCopy(() => oldClient(server.address, { channelFactoryOverride }));
      expect(await hidden((made) => ask(made, 'A'))).to.equal('re:A');
      await channelFactoryOverride.cassette?.close();
    });

    it('needs none in a replay', async () => {
      const recording = cassetteChannel(path, { mode: 'once' });
      await ask(client(server.address, { channelFactoryOverride: recording }), 'A');
      await recording.cassette?.close();
      const playing = cassetteChannel(path);
      const hidden = hideCopy(() => oldClient(NOWHERE, { channelFactoryOverride: playing }));
      expect(await hidden((made) => ask(made, 'A'))).to.equal('re:A');
      await playing.cassette?.close();
    });
  });

  describe('given wrongly', () => {
    const wrong: readonly [string, () => unknown, string][] = [
      ['a number', () => cassetteChannel(7 as never), 'cassetteChannel was given number.'],
      [
        'options without a path',
        () => cassetteChannel(undefined, { mode: 'once' }),
        'options without a path',
      ],
      ['an unknown option', () => cassetteChannel('a.yaml', { mod: 'once' } as never), 'mod'],
      [
        'a library that is none',
        () => cassetteClientOptions('a.yaml', { grpc: {} as never }),
        'it has no Channel',
      ],
    ];
    for (const [what, give, message] of wrong) {
      it(`${what}: says so at once`, () => {
        expect(give).to.throw(message);
      });
    }

    it('takes a library without a path', () => {
      expect(cassetteChannel(undefined, { grpc }).cassette).to.equal(undefined);
    });
  });

  describe('as client options', () => {
    it('are those that grpc-js reads and google-gax lets through', () => {
      const options = cassetteClientOptions(path);
      expect(Object.keys(options)).to.deep.equal(['channelFactoryOverride', 'grpc.channelFactoryOverride']);
      expect(options.channelFactoryOverride).to.equal(options['grpc.channelFactoryOverride']);
      expect(options.channelFactoryOverride.cassette?.path).to.equal(path);
    });

    it('leave the interceptors that a client has', async () => {
      const seen: string[] = [];
      const witness: grpc.Interceptor = (options, nextCall) => {
        seen.push(options.method_definition.path);
        return new grpc.InterceptingCall(nextCall(options));
      };
      const options = cassetteClientOptions(path, { mode: 'once' });
      expect(await ask(client(server.address, { interceptors: [witness], ...options }), 'A')).to.equal(
        're:A',
      );
      expect(seen).to.deep.equal(['/echo.Echo/Unary']);
      await options.channelFactoryOverride.cassette?.close();
      expect(requestsIn(path)).to.deep.equal(['A']);
    });
  });
});

/** A channel whose calls pass each method on by one of the same name. */
function wrapped(channel: grpc.ChannelInterface): grpc.ChannelInterface {
  const createCall: typeof channel.createCall = (...made) => {
    const call = channel.createCall(...made);
    return {
      start: (...args) => call.start(...args),
      startRead: () => call.startRead(),
      sendMessageWithContext: (...args) => call.sendMessageWithContext(...args),
      halfClose: () => call.halfClose(),
      cancelWithStatus: (...args) => call.cancelWithStatus(...args),
      getPeer: () => call.getPeer(),
      getCallNumber: () => call.getCallNumber(),
      setCredentials: (...args) => call.setCredentials(...args),
      getAuthContext: () => call.getAuthContext(),
    };
  };
  return Object.assign(Object.create(channel), { createCall, close: () => channel.close() });
}
