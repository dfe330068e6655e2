import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  CassetteError,
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
import { rejectionOf, thrownBy } from '../support/errors.js';

describe('an inserted cassette', () => {
  const { server, temporary } = useEchoSuite();
  const warnings = useWarnings();
  let client: EchoClient;
  beforeEach(() => {
    client = echoClient(server.address, { interceptors: [cassetteInterceptor()] });
  });
  afterEach(() => client.close());

  const recorded = (name: string, ...entries: readonly string[]): string => {
    const path = temporary(name);
    writeFileSync(path, cassette(...entries));
    return path;
  };
  const ask = async (request: string): Promise<string | undefined> =>
    (await callUnary(client, request)).response;

  it('is in charge until it is ejected, which saves and closes it', async () => {
    const path = temporary('chat.yaml');
    const inserted = insertCassette(path, { mode: 'once' });
    expect(currentCassette()).to.equal(inserted);
    expect(await ask('A')).to.equal('re:A');
    expect(existsSync(path)).to.equal(false);
    await ejectCassette();
    expect(requestsIn(path)).to.deep.equal(['A']);
    expect(inserted.isClosed).to.equal(true);
    expect(currentCassette()).to.equal(undefined);
  });

  it('is in charge in a context that was entered before, as in a fixture', async () => {
    const path = recorded('chat.yaml', unary('A', 'a'));
    let insertNow: () => void = () => undefined;
    const test = new Promise<void>((resolve) => {
      insertNow = resolve;
    }).then(() => ask('A'));
    insertCassette(path);
    insertNow();
    expect(await test).to.equal('a');
    await ejectCassette();
  });

  it('yields to one that is inserted later: the last in is the first out', async () => {
    insertCassette(recorded('outer.yaml', unary('A', 'outer')));
    insertCassette(recorded('inner.yaml', unary('A', 'inner')));
    expect(await ask('A')).to.equal('inner');
    await ejectCassette();
    expect(await ask('A')).to.equal('outer');
    await ejectCassette();
  });

  it('yields to useCassette, inside of it', async () => {
    insertCassette(recorded('inserted.yaml', unary('A', 'inserted')));
    expect(await useCassette(recorded('used.yaml', unary('A', 'used')), () => ask('A'))).to.equal('used');
    expect(await ask('A')).to.equal('inserted');
    await ejectCassette();
  });

  it('stays open where it was so before', async () => {
    const path = recorded('chat.yaml', unary('A', 'a'));
    const opened = openCassette(path);
    expect(insertCassette(path)).to.equal(opened);
    expect(await ask('A')).to.equal('a');
    await ejectCassette();
    expect(opened.isClosed).to.equal(false);
    await opened.close();
  });

  it('tells a miss when it is ejected, and sets aside what was recorded', async () => {
    const path = recorded('chat.yaml', unary('A', 'a'));
    insertCassette(path);
    await ask('B');
    const error = await rejectionOf(ejectCassette());
    expect(error.code).to.equal('no_match');
    expect(error.message).to.match(/^No recording of this method has this request\.\n/);
    expect(currentCassette()).to.equal(undefined);
  });

  it('tells of none with onMiss: ignore', async () => {
    const inserted = insertCassette(recorded('chat.yaml', unary('A', 'a')), { onMiss: 'ignore' });
    await ask('B');
    await ejectCassette();
    expect(inserted.misses).to.have.length(1);
  });

  it('tells the miss first where what was recorded cannot be set aside', async () => {
    const path = recorded('chat.yaml', unary('A', 'a'));
    mkdirSync(temporary('chat.rejected.yaml'));
    const inserted = insertCassette(path, { mode: 'new_episodes' });
    expect(await ask('B')).to.equal('re:B');
    const miss = inserted.engine.misses.add(new CassetteError('no_match', 'missed'));
    expect(await rejectionOf(ejectCassette())).to.equal(miss);
    const rejected = readdirSync(temporary('')).find((name) => name.endsWith('.rejected.journal'));
    expect(await warnings()).to.deep.equal([
      `What was recorded for ${path} could not be written to ${temporary('chat.rejected.yaml')}: EISDIR: illegal operation on a directory, read. The calls themselves were not affected. Saved: 0 calls; not saved: 1 call in ${temporary(rejected ?? '')}. Mend the cause, and save again; failing that, the next recording sees to the journal.`,
    ]);
  });

  it('is ejected, and saved, by whichever copy of the library', async () => {
    const path = temporary('chat.yaml');
    const { href } = new URL('../../lib/grpc/insert-cassette.js?copy', import.meta.url);
    const copy = (await import(href)) as { readonly insertCassette: typeof insertCassette };
    expect(copy.insertCassette).not.to.equal(insertCassette);
    copy.insertCassette(path, { mode: 'once' });
    await ask('A');
    await ejectCassette();
    expect(requestsIn(path)).to.deep.equal(['A']);
  });

  it('is to be there when one is ejected', async () => {
    const error = await rejectionOf(ejectCassette());
    expect([error.code, error.message]).to.deep.equal([
      'no_cassette',
      'ejectCassette was called and no cassette is inserted. Call it once for each insertCassette.',
    ]);
  });

  it('takes no onMiss that there is not', () => {
    const error = thrownBy(() => insertCassette('chat.yaml', { onMiss: 'warn' as never }));
    expect([error.code, error.option, error.message]).to.deep.equal([
      'invalid_option',
      'onMiss',
      'The cassette option onMiss is "warn". Legal: "error", "ignore".',
    ]);
  });
});
