import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { cassetteInterceptor, openCassette, useCassette } from '../../lib/index.js';
import { cassette, requestsIn, unary } from '../support/cassettes.js';
import { callUnary, type EchoClient, echoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { useWarnings } from '../support/environment.js';
import { rejectionOf } from '../support/errors.js';
import { put } from '../support/overlapping.js';

describe('useCassette with one path for several', () => {
  const { server, temporary } = useEchoSuite();
  const warnings = useWarnings();
  let path: string;
  let client: EchoClient;
  beforeEach(() => {
    path = temporary('chat.yaml');
    client = echoClient(server.address, { interceptors: [cassetteInterceptor()] });
  });
  afterEach(() => client.close());

  const ask = async (request: string): Promise<string | undefined> =>
    (await callUnary(client, request)).response;

  /** A point that tests let the others come to. */
  function milestone(): { readonly reached: Promise<void>; reach(): void } {
    let reach: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => {
      reach = resolve;
    });
    return { reached, reach: () => reach() };
  }

  it('one inside the other: the inner leaves it open for the outer', async () => {
    writeFileSync(path, cassette(unary('A', 'a'), unary('B', 'b')));
    const opened = await useCassette(path, {}, async (outer) => {
      await useCassette(path, {}, async (inner) => {
        expect(inner).to.equal(outer);
        expect(await ask('A')).to.equal('a');
      });
      expect(outer.isClosed).to.equal(false);
      expect(await ask('B')).to.equal('b');
      return outer;
    });
    expect(opened.isClosed).to.equal(true);
    expect(opened.misses).to.deep.equal([]);
  });

  it('side by side: the one that ends first leaves it open for the other', async () => {
    const firstIsDone = milestone();
    const secondIsIn = milestone();
    const first = useCassette(path, { mode: 'once' }, async () => {
      expect(await ask('A')).to.equal('re:A');
      await secondIsIn.reached;
    }).then(firstIsDone.reach);
    const second = useCassette(path, { mode: 'once' }, async (opened) => {
      secondIsIn.reach();
      await firstIsDone.reached;
      expect(opened.isClosed).to.equal(false);
      expect(await ask('B')).to.equal('re:B');
      return opened;
    });
    await first;
    expect((await second).isClosed).to.equal(true);
    expect(requestsIn(path)).to.deep.equal(['A', 'B']);
  });

  it('where one of them fails: nothing is saved over a good cassette, whichever ends last', async () => {
    const good = cassette(unary('X', 'x'));
    writeFileSync(path, good);
    const firstIsDone = milestone();
    const secondIsIn = milestone();
    const failure = new Error('the test failed');
    const first = useCassette(path, { mode: 'rewrite' }, async () => {
      await ask('A');
      await secondIsIn.reached;
      throw failure;
    });
    const second = useCassette(path, { mode: 'rewrite' }, async () => {
      secondIsIn.reach();
      await firstIsDone.reached;
      expect(await ask('B')).to.equal('re:B');
    });
    expect(await first.catch((error: unknown) => error)).to.equal(failure);
    firstIsDone.reach();
    await second;
    expect(requestsIn(path)).to.deep.equal(['X']);
    expect(requestsIn(temporary('chat.rejected.yaml'))).to.deep.equal(['A', 'B']);
    expect(await warnings()).to.have.length(1);
  });

  it('one after the other: each opens it anew', async () => {
    const first = await useCassette(path, { mode: 'once' }, async (opened) => {
      await ask('A');
      return opened;
    });
    await useCassette(path, { mode: 'once' }, async (opened) => {
      expect(opened).not.to.equal(first);
      expect(await ask('A')).to.equal('re:A');
      expect(opened.played).to.have.length(1);
    });
    expect(requestsIn(path)).to.deep.equal(['A']);
  });

  it('where somebody else has opened it: it stays open, also when it fails', async () => {
    const opened = openCassette(path, { mode: 'once' });
    await useCassette(path, { mode: 'once' }, async () => ask('A'));
    await useCassette(path, { mode: 'once' }, async () => {
      throw new Error('the test failed');
    }).catch(() => undefined);
    expect(opened.isClosed).to.equal(false);
    expect(existsSync(path)).to.equal(false);
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['A']);
    expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
  });
});

describe('useCassette tells, for tests that nobody watches,', () => {
  const { server, temporary } = useEchoSuite();
  const warnings = useWarnings();
  let client: EchoClient;
  beforeEach(() => {
    client = echoClient(server.address, { interceptors: [cassetteInterceptor()] });
  });
  afterEach(() => client.close());

  it('of a miss that the error of the program says nothing of', async () => {
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(unary('A', 'a')));
    const own = new Error('expected 5, got 9');
    const failed = await useCassette(path, async () => {
      await callUnary(client, 'B');
      throw own;
    }).catch((error: unknown) => error);
    expect(failed).to.equal(own);
    const [told = '', ...others] = await warnings();
    expect(told.split('\n').slice(0, 3)).to.deep.equal([
      `${path}: No recording of this method has this request.`,
      '  call:      /echo.Echo/Unary (unary)',
      '  asked:     "B"',
    ]);
    expect(others).to.deep.equal([]);
  });

  it('of what events waited for in vain, where it fails', async () => {
    const path = temporary('chat.yaml');
    const times = [1000, 1, 1] as const;
    writeFileSync(
      path,
      cassette(
        put('A', { order: 'start: 1, headers: 7, end: 8', times }),
        put('B', { order: 'start: 4, headers: 9, end: 10', times }),
      ),
    );
    await useCassette(path, async () => {
      await callUnary(client, 'A');
      throw new Error('its own');
    }).catch(() => undefined);
    const [told = '', ...others] = await warnings();
    expect(told.split('\n')).to.have.length(3);
    expect(told).to.match(
      /: Events came that had waited in vain:\n {2}the recorded program had made call 2 \(.*\n {2}If the program is as it should be, record it again/,
    );
    expect(others).to.deep.equal([]);
  });

  it('of none that the error says all of', async () => {
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(unary('A', 'a')));
    await useCassette(path, async () => {
      const { error } = await callUnary(client, 'B');
      throw error;
    }).catch(() => undefined);
    expect(await warnings()).to.deep.equal([]);
  });

  it('of calls that its function did not wait for', async () => {
    const path = temporary('chat.yaml');
    await useCassette(path, { mode: 'once' }, () => {
      client.Unary(Buffer.from('A'), () => undefined);
    });
    expect(await warnings()).to.deep.equal([
      `${path}: 1 call was still open when the function of useCassette ended (/echo.Echo/Unary waits for the server). Let it return a promise that waits for it.`,
    ]);
  });

  it('of a recording that no call asked for, and not where there is nothing to record', async () => {
    const path = temporary('chat.yaml');
    const bare = echoClient(server.address);
    await useCassette(path, { mode: 'once' }, () => callUnary(bare, 'A'));
    await useCassette(path, { mode: 'none' }, () => callUnary(bare, 'A'));
    bare.close();
    expect(await warnings()).to.deep.equal([
      `${path}: nothing was recorded, for no call asked this cassette. Give the client cassetteInterceptor(), or a cassetteChannel().`,
    ]);
  });
});

describe('useCassette', () => {
  const { server, temporary } = useEchoSuite();
  let client: EchoClient;
  beforeEach(() => {
    client = echoClient(server.address, { interceptors: [cassetteInterceptor()] });
  });
  afterEach(() => client.close());

  it('goes without options, and takes a function that is not asynchronous', async () => {
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(unary('A', 'a')));
    expect(await useCassette(path, ({ plan }) => plan)).to.equal('replay');
  });

  it('rejects with the very explanation of a miss that the program swallowed', async () => {
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(unary('A', 'a')));
    let noted: unknown;
    const error = await rejectionOf(
      useCassette(path, async (opened) => {
        await callUnary(client, 'B');
        noted = opened.misses[0]?.error;
      }),
    );
    expect(error).to.equal(noted);
  });

  it('rejects with all explanations of several, the first few in full', async () => {
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(unary('A', 'a')));
    const error = await rejectionOf(
      useCassette(path, async () => {
        for (const request of 'BCDEF') await callUnary(client, request);
      }),
    );
    expect(error.message.match(/asked: {5}.*/g)).to.deep.equal([
      'asked:     "B"',
      'asked:     "C"',
      'asked:     "D"',
    ]);
    expect(error.message.split('\n\n')).to.have.length(4);
    expect(error.message).to.match(/\n\nand 2 more calls missed$/);
    expect([error.code, error.path]).to.deep.equal(['no_match', path]);
  });

  it('passes on what the function itself fails with, whatever missed', async () => {
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(unary('A', 'a')));
    const own = new Error('its own');
    const error = await useCassette(path, async () => {
      await callUnary(client, 'B');
      throw own;
    }).catch((reason: unknown) => reason);
    expect(error).to.equal(own);
  });

  it('tells of no miss that was there before it, nor with onMiss: ignore', async () => {
    const path = temporary('chat.yaml');
    writeFileSync(path, cassette(unary('A', 'a')));
    const opened = openCassette(path);
    const own = echoClient(server.address, { interceptors: [cassetteInterceptor(opened)] });
    await callUnary(own, 'B');
    await useCassette(path, async () => void (await callUnary(client, 'A')));
    await useCassette(path, { onMiss: 'ignore' }, async () => void (await callUnary(client, 'C')));
    expect(opened.misses).to.have.length(2);
    const error = await rejectionOf(useCassette(path, async () => void (await callUnary(client, 'B'))));
    expect(error.message).to.include('asked:     "B"').and.not.include('"C"');
    own.close();
    await opened.close();
  });
});
