import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { requestsIn, unary } from '../../support/cassettes.js';
import { useOthersAtWork } from '../at-work/suite.js';
import { assertLeft, quietRound } from '../unowned/suite.js';
import { answering, ask, askLater, edit } from './suite.js';

describe('a cassette whose file recorders change', () => {
  const { open, path, sign } = useOthersAtWork();
  beforeEach(() => writeFileSync(path(), answering('one')));

  it('is not read again after its own commits: what was played stays so', async () => {
    const { client, cassette } = open({ mode: 'new_episodes' });
    expect(await ask(client)).to.equal('one');
    expect(await askLater(client, 'B')).to.equal('re:B');
    expect(await askLater(client, 'C')).to.equal('re:C');
    expect(await askLater(client)).to.equal('re:A');
    expect(await askLater(client, 'B')).to.equal('re:B');
    await cassette.close();
    expect(requestsIn(path())).to.deep.equal(['A', 'B', 'C', 'A', 'B']);
  });

  it('is read again after its own commits where somebody changes it then', async () => {
    const { client, cassette } = open({ mode: 'new_episodes' });
    expect(await ask(client, 'B')).to.equal('re:B');
    expect(await askLater(client)).to.equal('one');
    edit(path(), answering('two'));
    expect(await askLater(client)).to.equal('two');
    expect(await askLater(client, 'C')).to.equal('re:C');
    await cassette.close();
    expect(requestsIn(path())).to.deep.equal(['A', 'C']);
  });

  it('is not read again while it has something to commit', async () => {
    const { client, cassette } = open({ mode: 'new_episodes' });
    cassette.engine.own();
    expect(await ask(client)).to.equal('one');
    expect(await ask(client, 'B')).to.equal('re:B');
    appendFileSync(path(), unary('C', 'c'));
    expect(await askLater(client, 'C')).to.equal('re:C');
    await cassette.close();
    expect(requestsIn(path())).to.deep.equal(['A', 'C', 'B', 'C']);
  });

  it('is not read again while another recorder is at work, and is when that has gone', async () => {
    const { client, cassette } = open({ mode: 'none' });
    expect(await ask(client)).to.equal('one');
    const at = sign();
    appendFileSync(path(), unary('B', 'b'));
    expect(await askLater(client, 'B')).to.equal('no_match');
    expect(await askLater(client)).to.equal('already_played');
    rmSync(at);
    expect(await askLater(client, 'B')).to.equal('b');
    await cassette.close();
  });

  it('that records anew goes on, and adds to what stands there', async () => {
    const { client, cassette } = open({ mode: 'rewrite' });
    expect(await ask(client, 'B')).to.equal('re:B');
    await quietRound();
    appendFileSync(path(), unary('D', 'd'));
    expect(await askLater(client, 'D')).to.equal('re:D');
    await cassette.close();
    assertLeft(path(), ['B', 'D', 'D']);
  });
});
