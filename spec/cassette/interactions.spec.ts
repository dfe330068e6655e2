import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { type Cassette, openCassette, type RecordMode } from '../../lib/index.js';
import { cassette, unary } from '../support/cassettes.js';
import { callUnary, type EchoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';

/** The first request of each interaction that the cassette says it holds. */
function held(opened: Cassette): readonly string[] {
  return opened.interactions.map(({ requests }) => Buffer.from(requests.at(0)).toString());
}

describe('what a cassette says it holds', () => {
  const { clientOf, temporary } = useEchoSuite();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  function open(mode: RecordMode): { readonly opened: Cassette; readonly client: EchoClient } {
    const opened = openCassette(path, { mode });
    return { opened, client: clientOf(opened) };
  }

  it('is what was recorded, before it is saved, after it, and when it is closed', async () => {
    const { opened, client } = open('once');
    expect(held(opened)).to.deep.equal([]);
    await callUnary(client, 'A');
    expect(held(opened)).to.deep.equal(['A']);
    await opened.save();
    expect(held(opened)).to.deep.equal(['A']);
    await callUnary(client, 'B');
    expect(held(opened)).to.deep.equal(['A', 'B']);
    await opened.close();
    expect(held(opened)).to.deep.equal(['A', 'B']);
  });

  it('is the old and the new in new_episodes, before it is saved and after it', async () => {
    writeFileSync(path, cassette(unary('A', 'a')));
    const { opened, client } = open('new_episodes');
    expect(held(opened)).to.deep.equal(['A']);
    await callUnary(client, 'B');
    expect(held(opened)).to.deep.equal(['A', 'B']);
    await opened.save();
    expect(held(opened)).to.deep.equal(['A', 'B']);
    await opened.close();
  });

  for (const mode of ['rewrite', 'all'] as const) {
    it(`is the old in ${mode} until something is recorded, and then the new`, async () => {
      writeFileSync(path, cassette(unary('A', 'a'), unary('B', 'b')));
      const { opened, client } = open(mode);
      expect(held(opened)).to.deep.equal(['A', 'B']);
      await callUnary(client, 'C');
      expect(held(opened)).to.deep.equal(['C']);
      await opened.save();
      expect(held(opened)).to.deep.equal(['C']);
      await opened.close();
    });
  }

  it('is what it plays', async () => {
    writeFileSync(path, cassette(unary('A', 'a'), unary('B', 'b')));
    const { opened, client } = open('none');
    await callUnary(client, 'B');
    expect(held(opened)).to.deep.equal(['A', 'B']);
    expect(opened.played.map(({ requests }) => Buffer.from(requests.at(0)).toString())).to.deep.equal(['B']);
    await opened.close();
  });
});
