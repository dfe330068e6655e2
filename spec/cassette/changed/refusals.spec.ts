import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import type { FileFacts } from '../../../lib/storage/storage.js';
import { callUnary } from '../../support/echo-server.js';
import { cassetteOn, FailingStorage } from '../../support/failing-storage.js';
import { useUnowned } from '../unowned/suite.js';
import { answering, ask, askLater, edit } from './suite.js';

const NONE = { mode: 'none' } as const;
const BROKEN = 'interactions: [\n';

/** A file system that has no descriptor left for what is named here. */
class ExhaustedStorage extends FailingStorage {
  exhausted: readonly ('list' | 'stat')[] = [];

  constructor() {
    super('EMFILE');
  }

  override list(prefix: string): readonly string[] {
    this.#assertNot('list');
    return super.list(prefix);
  }

  override stat(path: string): FileFacts | undefined {
    this.#assertNot('stat');
    return super.stat(path);
  }

  #assertNot(action: 'list' | 'stat'): void {
    if (this.exhausted.includes(action))
      throw Object.assign(new Error(`EMFILE: ${action}`), { code: 'EMFILE' });
  }
}

describe('a cassette that cannot be read for a while', () => {
  const { clientOf, open, path } = useUnowned();

  it('fails each call by that error, and works again when it is mended', async () => {
    writeFileSync(path(), BROKEN);
    const { client, cassette } = open(NONE);
    expect(await ask(client)).to.equal('not_a_cassette');
    expect(await askLater(client)).to.equal('not_a_cassette');
    edit(path(), answering('one'));
    expect(await askLater(client)).to.equal('one');
    expect(cassette.misses.map(({ error, count }) => [error.code, count])).to.deep.equal([
      ['not_a_cassette', 2],
    ]);
    await cassette.close();
  });

  it('as it is broken while it is played fails the calls, and works again when it is mended', async () => {
    writeFileSync(path(), answering('one', 'one again'));
    const { client, cassette } = open(NONE);
    expect(await ask(client)).to.equal('one');
    edit(path(), BROKEN);
    expect(await askLater(client)).to.equal('not_a_cassette');
    expect(await askLater(client)).to.equal('not_a_cassette');
    edit(path(), answering('two'));
    expect(await askLater(client)).to.equal('two');
    await cassette.close();
  });

  it('for it is a directory, works when it is a file', async () => {
    mkdirSync(path());
    const { client, cassette } = open(NONE);
    expect(await ask(client)).to.equal('unreadable');
    rmdirSync(path());
    writeFileSync(path(), answering('one'));
    expect(await askLater(client)).to.equal('one');
    await cassette.close();
  });

  it('for the process has no descriptor left, works when it has one', async () => {
    writeFileSync(path(), answering('one'));
    const storage = new FailingStorage('EMFILE');
    storage.broken = ['read'];
    const opened = cassetteOn(storage, path(), 'none');
    const client = clientOf(opened);
    const { error } = await callUnary(client, 'A');
    expect(error?.details).to.equal(
      `The cassette ${path()} cannot be read: EMFILE. See that the file can be read.`,
    );
    storage.broken = [];
    expect(await ask(client), 'in the same round').to.equal('unreadable');
    expect(await askLater(client)).to.equal('one');
    await opened.close();
  });

  it('whose folder cannot be listed once it is open: a miss is a miss', async () => {
    writeFileSync(path(), answering('one'));
    const storage = new ExhaustedStorage();
    const opened = cassetteOn(storage, path(), 'none');
    const client = clientOf(opened);
    expect(await ask(client)).to.equal('one');
    storage.exhausted = ['list'];
    expect(await ask(client, 'B')).to.equal('no_match');
    edit(path(), answering('two'));
    expect(await askLater(client)).to.equal('already_played');
    storage.exhausted = [];
    expect(await askLater(client)).to.equal('two');
    await opened.close();
  });

  it('whose file cannot be looked at once it is open: it is played', async () => {
    writeFileSync(path(), answering('one', 'one again'));
    const storage = new ExhaustedStorage();
    const opened = cassetteOn(storage, path(), 'none');
    const client = clientOf(opened);
    expect(await ask(client)).to.equal('one');
    storage.exhausted = ['stat'];
    expect(await askLater(client)).to.equal('one again');
    storage.exhausted = [];
    await opened.close();
  });
});
