import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import type { RecordMode } from '../../../lib/index.js';
import { besideOf, cassette as cassetteText, unary } from '../../support/cassettes.js';
import { callUnary } from '../../support/echo-server.js';
import { quietRound } from '../unowned/suite.js';
import { useOthersAtWork } from './suite.js';

describe('the sign that a recording is at work', () => {
  const { open, path, record } = useOthersAtWork();
  const SIGN = '.chat.yaml.*.recording';

  it('lies there from the first call that is recorded, and goes with the close', async () => {
    const { client, cassette } = open();
    expect(cassette.plan).to.equal('record');
    expect(besideOf(path())).to.deep.equal([]);
    const call = client.Bidi();
    call.on('error', () => undefined);
    expect(besideOf(path())).to.deep.equal([SIGN]);
    call.cancel();
    await callUnary(client, 'A');
    await quietRound();
    expect(besideOf(path())).to.deep.equal([SIGN]);
    await cassette.close();
    expect(besideOf(path())).to.deep.equal([]);
  });

  for (const mode of ['none', 'once', 'new_episodes'] as const) {
    it(`is not laid down by calls that are replayed (${mode})`, async () => {
      writeFileSync(path(), cassetteText(unary('A', 'a')));
      const { client, cassette } = open({ mode });
      expect((await callUnary(client, 'A')).response).to.equal('a');
      await quietRound();
      expect(besideOf(path())).to.deep.equal([]);
      await cassette.close();
    });
  }

  const leaves: Readonly<Record<Exclude<RecordMode, 'all'>, readonly string[]>> = {
    none: [SIGN],
    once: [SIGN],
    new_episodes: [],
    rewrite: [],
  };
  for (const [mode, left] of Object.entries(leaves)) {
    it(`of a process that was killed is ${left.length === 0 ? 'removed' : 'left'} by an opener in mode ${mode}`, async () => {
      const child = await record('A');
      await child.kill();
      expect(besideOf(path())).to.deep.equal([SIGN]);
      const { cassette } = open({ mode: mode as RecordMode });
      expect(cassette.plan).to.be.oneOf(['replay', 'hybrid', 'record']);
      expect(besideOf(path())).to.deep.equal(left);
      await cassette.close();
    });
  }

  it('of a process that lives is left by all', async () => {
    await record('A');
    for (const mode of ['none', 'once', 'new_episodes', 'rewrite'] as const) {
      const { cassette } = open({ mode });
      expect(cassette.plan).to.be.oneOf(['replay', 'hybrid', 'record']);
      await cassette.close();
      expect(besideOf(path()), mode).to.deep.equal([SIGN]);
    }
  });
});
