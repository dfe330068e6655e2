import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { CassetteError, cassetteInterceptor, currentCassette, useCassette } from '../../lib/index.js';
import { cassette, requestsIn, unary } from '../support/cassettes.js';
import { callUnary, type EchoClient, echoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { useWarnings } from '../support/environment.js';
import { rejectionOf } from '../support/errors.js';
import { type FrontServer, startFrontServer } from '../support/front-server.js';

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
    const paths = [recorded('x.yaml', unary('A', 'x')), recorded('y.yaml', unary('A', 'y'))];
    const reached = server.reached.length;
    let others = 0;
    let bothAreIn: () => void = () => undefined;
    const both = new Promise<void>((resolve) => {
      bothAreIn = resolve;
    });
    const errors = await Promise.all(
      paths.map((path) =>
        rejectionOf(
          useCassette(path, async () => {
            others += 1;
            if (others === 2) bothAreIn();
            await both;
            const { error } = await callUnary(client, 'A');
            expect(error?.code).to.equal(9);
            // Their own calls are theirs still.
            expect((await callUnary(behind, 'A')).response).to.equal(path.endsWith('x.yaml') ? 'x' : 'y');
          }),
        ),
      ),
    );
    for (const error of errors) {
      expect(CassetteError.is(error) && error.code).to.equal('ambiguous_cassette');
      expect(error.message).to.match(/^Several cassettes are in use \((.*[xy]\.yaml), (.*[xy]\.yaml)\)/);
    }
    expect(server.reached).to.have.length(reached);
  });
});
