import { AsyncResource } from 'node:async_hooks';
import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { fallbackCassette, putInCharge } from '../../lib/grpc/current.js';
import {
  type Cassette,
  CassetteError,
  cassetteChannel,
  cassetteInterceptor,
  currentCassette,
  ejectCassette,
  insertCassette,
  openCassette,
  useCassette,
} from '../../lib/index.js';
import { cassette, requestsIn, unary } from '../support/cassettes.js';
import { callUnary, type EchoClient, echoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { useWarnings } from '../support/environment.js';
import { rejectionOf } from '../support/errors.js';
import { type FrontServer, startFrontServer } from '../support/front-server.js';

/** Runs both until each has met the other, so that both are on at once. */
async function bothAtOnce<T, U>(
  one: (meet: () => Promise<void>) => Promise<T>,
  other: (meet: () => Promise<void>) => Promise<U>,
): Promise<readonly [T, U]> {
  let count = 0;
  let areBoth: () => void = () => undefined;
  const both = new Promise<void>((resolve) => {
    areBoth = resolve;
  });
  const meet = (): Promise<void> => {
    count += 1;
    if (count === 2) areBoth();
    return both;
  };
  return Promise.all([one(meet), other(meet)]);
}

describe('the calls of a server under test, which was started before', () => {
  const { server, temporary } = useEchoSuite();
  const warnings = useWarnings();
  let behind: EchoClient;
  let front: FrontServer;
  let client: EchoClient;

  before(async () => {
    behind = echoClient(server.address, { interceptors: [cassetteInterceptor()] });
    front = await startFrontServer(behind);
    client = echoClient(front.address);
  });
  after(() => {
    client.close();
    front.stop();
    behind.close();
  });

  const recorded = (name: string, ...entries: readonly string[]): string => {
    const path = temporary(name);
    writeFileSync(path, cassette(...entries));
    return path;
  };

  it('are answered by the only cassette in use', async () => {
    const path = recorded('one.yaml', unary('A', 'a'));
    const reached = server.reached.length;
    const { response } = await useCassette(path, () => callUnary(client, 'A'));
    expect(response).to.equal('a');
    expect(server.reached).to.have.length(reached);
    expect(await warnings()).to.deep.equal([]);
  });

  it('reach the network while none is in use', async () => {
    expect(await callUnary(client, 'free')).to.deep.equal({ error: null, response: 're:free' });
    expect(server.reached).to.include('free');
    expect(currentCassette()).to.equal(undefined);
  });

  it('miss in it, and so fail a program that swallows their error', async () => {
    const path = recorded('one.yaml', unary('A', 'a'));
    const reached = server.reached.length;
    const error = await rejectionOf(useCassette(path, async () => void (await callUnary(client, 'B'))));
    expect(error.code).to.equal('no_match');
    expect(error.message).to.match(
      /^No recording of this method has this request\.\n {2}call: {6}\/echo\.Echo\/Unary/,
    );
    expect(server.reached).to.have.length(reached);
  });

  it('are told by name where they are recorded, once', async () => {
    const path = temporary('new.yaml');
    await useCassette(path, { mode: 'once' }, async () => {
      await callUnary(client, 'A');
      await callUnary(client, 'B');
      await callUnary(behind, 'C');
    });
    expect(requestsIn(path)).to.deep.equal(['A', 'B', 'C']);
    expect(await warnings()).to.deep.equal([
      `${path}: the call /echo.Echo/Unary is recorded here, for no other cassette is in use. It was made outside of useCassette's function, as those of a server under test are.`,
    ]);
  });

  it('are of the inner of two, one within the other', async () => {
    const [outer, inner] = [
      recorded('outer.yaml', unary('A', 'outer')),
      recorded('inner.yaml', unary('A', 'inner')),
    ];
    const answers = await useCassette(outer, async () => {
      const first = await useCassette(inner, async () => (await callUnary(client, 'A')).response);
      return [first, (await callUnary(client, 'A')).response];
    });
    expect(answers).to.deep.equal(['inner', 'outer']);
  });

  it('are of the cassette that two use at once', async () => {
    const path = recorded('shared.yaml', unary('A', 'a'), unary('B', 'b'));
    const ask = (request: string) =>
      useCassette(path, async () => (await callUnary(client, request)).response);
    expect(await Promise.all([ask('A'), ask('B')])).to.deep.equal(['a', 'b']);
  });

  it('fail, and fail both, where two cassettes are in use at once and it cannot be told whose they are', async () => {
    const [x, y] = [recorded('x.yaml', unary('A', 'x')), recorded('y.yaml', unary('A', 'y'))];
    const reached = server.reached.length;
    const failing = (path: string) => (meet: () => Promise<void>) =>
      rejectionOf(
        useCassette(path, async () => {
          await meet();
          const { error } = await callUnary(client, 'A');
          expect(error?.code).to.equal(9);
          // Their own calls are theirs still.
          expect((await callUnary(behind, 'A')).response).to.equal(path.endsWith('x.yaml') ? 'x' : 'y');
        }),
      );
    const errors = await bothAtOnce(failing(x), failing(y));
    for (const error of errors) {
      expect(CassetteError.is(error) && error.code).to.equal('ambiguous_cassette');
      expect(error.message).to.match(/^Several cassettes are in use \((.*[xy]\.yaml), (.*[xy]\.yaml)\)/);
    }
    expect(server.reached).to.have.length(reached);
  });

  it('are no calls where a client is only made, or asked for its cassette, while two are in use', async () => {
    const nowhere = new AsyncResource('nowhere');
    const [one, other] = [recorded('one.yaml', unary('A', 'a')), recorded('other.yaml', unary('A', 'a'))];
    const make = async (): Promise<readonly unknown[]> => {
      const doors = nowhere.runInAsyncScope(() => [cassetteInterceptor(), cassetteChannel()]);
      return doors.map((door) => {
        try {
          return nowhere.runInAsyncScope(() => door.cassette);
        } catch (error) {
          return CassetteError.is(error) && error.code;
        }
      });
    };
    const [, told] = await bothAtOnce(
      (meet) => useCassette(one, meet),
      (meet) => useCassette(other, () => meet().then(make)),
    );
    expect(told).to.deep.equal(['ambiguous_cassette', 'ambiguous_cassette']);
  });
});

describe('a cassette in a test that has one of its own, by its runner', () => {
  const { server, temporary } = useEchoSuite();
  let client: EchoClient;
  let opened: Cassette;
  let path: string;
  /** What the hooks around the tests have started, such as a server. */
  let hooks: AsyncResource;

  beforeEach(() => {
    client = echoClient(server.address, { interceptors: [cassetteInterceptor()] });
    path = temporary('mine.yaml');
    writeFileSync(path, cassette(unary('A', 'mine')));
    opened = openCassette(temporary('test.yaml'), { mode: 'once' });
  });
  afterEach(() => client.close());

  const inTest = (test: () => Promise<void>): Promise<void> =>
    new AsyncResource('test').runInAsyncScope(async () => {
      putInCharge(fallbackCassette);
      hooks = new AsyncResource('hooks');
      putInCharge(() => opened);
      await test().finally(() => putInCharge(undefined));
      await opened.close();
    });
  const ask = async (): Promise<string | undefined> => (await callUnary(client, 'A')).response;

  it('is in charge, where it is inserted', () =>
    inTest(async () => {
      insertCassette(path);
      expect([await ask(), await hooks.runInAsyncScope(ask)]).to.deep.equal(['mine', undefined]);
      await ejectCassette().catch(() => undefined);
      expect(await ask()).to.equal('re:A');
    }));

  it('is in charge of what hooks have started, where it is used', () =>
    inTest(async () => {
      expect(await useCassette(path, () => hooks.runInAsyncScope(ask))).to.equal('mine');
      expect(await hooks.runInAsyncScope(ask)).to.equal('re:A');
      expect(requestsIn(path)).to.deep.equal(['A']);
    }));
});
