import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { openCassette } from '../../../lib/index.js';
import { cassette as cassetteText, unary } from '../../support/cassettes.js';
import { callUnary, type EchoClient } from '../../support/echo-server.js';
import { assertCommitted, assertLeft, endWatch, openWatch, quietRound, textOf, useUnowned } from './suite.js';

/** Two streams that end in the other order than they started, a commit after each, with a call in between. */
async function recordDisordered(client: EchoClient): Promise<void> {
  const first = await openWatch(client, 'first');
  const second = await openWatch(client, 'second');
  await endWatch(second);
  await quietRound();
  await callUnary(client, 'third');
  await quietRound();
  await endWatch(first);
  await quietRound();
}

describe('the order of what a cassette records that nobody owns', () => {
  const { open, path, server } = useUnowned();
  const ENDED = ['second', 'third', 'first'];
  const STARTED = ['first', 'second', 'third'];

  it('is that of the ends while it is open, and that of the starts after close', async () => {
    const { client, cassette } = open();
    await recordDisordered(client);
    assertCommitted(path(), ENDED);
    const [head, second, third, first] = textOf(path()).split(/^(?=- )/m);
    await cassette.close();
    assertLeft(path(), STARTED);
    expect(textOf(path())).to.equal([head, first, second, third].join(''));
  });

  it('is that of the starts behind what was there before, which stays as it is', async () => {
    const before = cassetteText(unary('X', 'x'));
    writeFileSync(path(), before);
    const { client, cassette } = open({ mode: 'new_episodes' });
    await recordDisordered(client);
    await cassette.close();
    assertLeft(path(), ['X', ...STARTED]);
    expect(textOf(path()).startsWith(before)).to.equal(true);
  });

  it('is that of the starts also where somebody owns it in the end', async () => {
    const { client } = open();
    await recordDisordered(client);
    await openCassette(path(), { mode: 'once' }).close();
    assertLeft(path(), STARTED);
  });

  it('is that of the starts after a save, which does not change what was played', async () => {
    writeFileSync(path(), cassetteText(unary('X', 'x')));
    const { client, cassette } = open({ mode: 'new_episodes' });
    expect((await callUnary(client, 'X')).response).to.equal('x');
    await recordDisordered(client);
    await cassette.save();
    assertCommitted(path(), ['X', ...STARTED]);
    await quietRound();
    expect(cassette.played).to.have.length(1);
    const reached = server.reached.length;
    expect((await callUnary(client, 'X')).response).to.equal('re:X');
    expect((await callUnary(client, 'third')).response).to.equal('re:third');
    expect(server.reached.slice(reached)).to.deep.equal(['X', 'third']);
    await cassette.close();
    assertLeft(path(), ['X', ...STARTED, 'X', 'third']);
  });

  it('stays that of the ends where somebody has changed the file in its place, and no entry is torn', async () => {
    const { client, cassette } = open();
    await recordDisordered(client);
    const changed = `# mine\n${textOf(path())}`;
    writeFileSync(path(), changed);
    await cassette.close();
    assertLeft(path(), ENDED);
    expect(textOf(path())).to.equal(changed);
  });
});
