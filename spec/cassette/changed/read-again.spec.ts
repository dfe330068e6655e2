import { appendFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { cassette as cassetteText, entry, unary } from '../../support/cassettes.js';
import { listen } from '../../support/listen.js';
import { useUnowned } from '../unowned/suite.js';
import { answering, ask, askLater, edit, replace } from './suite.js';

const NONE = { mode: 'none' } as const;

describe('a cassette whose file somebody changes', () => {
  const { open, path } = useUnowned();
  beforeEach(() => writeFileSync(path(), answering('one')));

  const changes: readonly (readonly [string, () => void])[] = [
    ['written by an editor, to the same length', () => edit(path(), answering('two'))],
    ['replaced by another of its name', () => replace(path(), answering('two'))],
  ];
  for (const [how, change] of changes) {
    it(`is read again after a quiet round, and nothing of it is played: ${how}`, async () => {
      const { client, cassette } = open(NONE);
      expect(await ask(client)).to.equal('one');
      change();
      expect(await askLater(client)).to.equal('two');
      expect(await askLater(client)).to.equal('already_played');
      expect(cassette.unplayed).to.deep.equal([]);
      await cassette.close();
    });
  }

  it('is read again where it was replaced by another of its name that is as long and as old', async () => {
    const at = 1_000_000_000;
    utimesSync(path(), at, at);
    const { client, cassette } = open(NONE);
    expect(await ask(client)).to.equal('one');
    replace(path(), answering('two'));
    utimesSync(path(), at, at);
    expect(await askLater(client)).to.equal('two');
    await cassette.close();
  });

  it('is read again where it has grown, and is played from the beginning', async () => {
    const { client, cassette } = open(NONE);
    expect(await ask(client)).to.equal('one');
    appendFileSync(path(), unary('B', 'b'));
    expect(await askLater(client, 'B')).to.equal('b');
    expect(await askLater(client)).to.equal('one');
    expect(cassette.played).to.have.length(2);
    await cassette.close();
  });

  it('is not read again in the round in which a call ended, but a round later', async () => {
    writeFileSync(path(), answering('one', 'one again'));
    const { client, cassette } = open(NONE);
    expect(await ask(client)).to.equal('one');
    edit(path(), answering('two'));
    expect(await ask(client)).to.equal('one again');
    expect(await askLater(client)).to.equal('two');
    await cassette.close();
  });

  it('is not read again while a call is open', async () => {
    const talk = entry({ method: 'Bidi', requests: ['x', 'y'], responses: ['1', '2'], after: [1, 2] });
    writeFileSync(path(), cassetteText(talk, unary('A', 'one')));
    const { client, cassette } = open(NONE);
    const call = client.Bidi();
    const heard = listen(call);
    call.write(Buffer.from('x'));
    await heard.hears(1);
    edit(path(), answering('two'));
    expect(await askLater(client)).to.equal('one');
    call.write(Buffer.from('y'));
    call.end();
    expect(await heard.ended).to.deep.equal(['1', '2', 'status 0']);
    expect(await askLater(client)).to.equal('two');
    await cassette.close();
  });

  it('goes on with what it has where that was deleted, and reads what comes in its place', async () => {
    writeFileSync(path(), answering('one', 'one again'));
    const { client, cassette } = open(NONE);
    expect(await ask(client)).to.equal('one');
    rmSync(path());
    expect(await askLater(client)).to.equal('one again');
    writeFileSync(path(), answering('two'));
    expect(await askLater(client)).to.equal('two');
    await cassette.close();
  });

  it('is read where there was none before', async () => {
    rmSync(path());
    const { client, cassette } = open(NONE);
    expect(await ask(client)).to.equal('missing_cassette');
    writeFileSync(path(), answering('one'));
    expect(await askLater(client)).to.equal('one');
    expect(cassette.plan).to.equal('replay');
    await cassette.close();
  });
});
