import { existsSync } from 'node:fs';
import { expect } from 'chai';
import {
  type CassetteInterceptor,
  cassetteInterceptor,
  ejectCassette,
  insertCassette,
  useCassette,
} from '../../../lib/index.js';
import { besideOf, requestsIn } from '../../support/cassettes.js';
import { callUnary, type EchoClient, echoClient } from '../../support/echo-server.js';
import { turns } from '../../support/time.js';
import { assertCommitted, assertLeft, quietRound, useUnowned } from './suite.js';

const ONCE = { mode: 'once' } as const;

describe('a cassette that nobody owns, put in charge for a while', () => {
  const { open, path, server } = useUnowned();
  let current: EchoClient;
  beforeEach(() => {
    current = echoClient(server.address, { interceptors: [cassetteInterceptor()] });
  });
  afterEach(() => current.close());

  it('by useCassette is not closed by its end, and goes on being committed in rounds', async () => {
    const { client, cassette } = open();
    await useCassette(path(), ONCE, async (used) => {
      expect(used).to.equal(cassette);
      await callUnary(current, 'A');
      await quietRound();
      assertCommitted(path(), ['A']);
    });
    expect(cassette.isClosed).to.equal(false);
    await callUnary(client, 'B');
    await quietRound();
    assertCommitted(path(), ['A', 'B']);
    await cassette.close();
    assertLeft(path(), ['A', 'B']);
  });

  it('by useCassette that fails keeps what was recorded, and is not closed', async () => {
    const { client, cassette } = open();
    const failing = useCassette(path(), ONCE, async () => {
      await callUnary(current, 'A');
      throw new Error('failed');
    });
    expect(await failing.catch((error: Error) => error.message)).to.equal('failed');
    await callUnary(client, 'B');
    await quietRound();
    assertCommitted(path(), ['A', 'B']);
    await cassette.close();
  });

  it('by insertCassette is not closed when it is ejected, and goes on being committed in rounds', async () => {
    const { client, cassette } = open();
    expect(insertCassette(path(), ONCE)).to.equal(cassette);
    await callUnary(current, 'A');
    await quietRound();
    assertCommitted(path(), ['A']);
    await ejectCassette();
    expect(cassette.isClosed).to.equal(false);
    await callUnary(client, 'B');
    await quietRound();
    assertCommitted(path(), ['A', 'B']);
    await cassette.close();
  });
});

describe('a cassette that useCassette or insertCassette opened, used by its path as well', () => {
  const { path, server } = useUnowned();
  let interceptor: CassetteInterceptor;
  let client: EchoClient;
  afterEach(() => client.close());

  function openByPath(): void {
    interceptor = cassetteInterceptor(path(), ONCE);
    client = echoClient(server.address, { interceptors: [interceptor] });
  }

  it('is committed at the end of useCassette and not before; after it, in rounds', async () => {
    await useCassette(path(), ONCE, async () => {
      openByPath();
      await callUnary(client, 'A');
      await turns(10);
      expect(existsSync(path())).to.equal(false);
    });
    assertLeft(path(), ['A']);
    expect((await callUnary(client, 'A')).response).to.equal('re:A');
    expect(interceptor.cassette?.plan).to.equal('replay');
    await interceptor.cassette?.close();
  });

  it('is set aside where useCassette fails', async () => {
    const failing = useCassette(path(), ONCE, async () => {
      openByPath();
      await callUnary(client, 'A');
      await turns(10);
      throw new Error('failed');
    });
    await failing.catch(() => undefined);
    expect(existsSync(path())).to.equal(false);
    expect(besideOf(path())).to.deep.equal(['chat.rejected.yaml']);
    await callUnary(client, 'B');
    await quietRound();
    expect(requestsIn(path())).to.deep.equal(['B']);
    await interceptor.cassette?.close();
  });

  it('is committed when it is ejected and not before', async () => {
    insertCassette(path(), ONCE);
    openByPath();
    await callUnary(client, 'A');
    await turns(10);
    expect(existsSync(path())).to.equal(false);
    await ejectCassette();
    assertLeft(path(), ['A']);
  });
});
