import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import type { RecordMode } from '../../../lib/index.js';
import { besideOf, cassette, requestsIn, unary } from '../../support/cassettes.js';
import { type Child, type ChildEnd, endChildren, startChild, warningsOf } from '../../support/child.js';
import { textOf, useUnowned } from './suite.js';

const OLD = cassette(unary('A', 'old'));
const SIGN = '.chat.yaml.*.recording';
const KEPT = '.chat.yaml.previous';

describe('what a cassette was before a process recorded it anew that was killed', () => {
  const { path, server, temporary } = useUnowned();
  endChildren();
  const told = (): string =>
    `${path()}: a run that recorded it anew ended without saying whether it went well, as the workers of test runners do, and processes that are killed. What it was before is kept as ${temporary('chat.previous.yaml')}: put it back, or delete it.`;

  beforeEach(() => writeFileSync(path(), OLD));

  function start(run: string, mode: RecordMode, calls: readonly string[], exit?: number): Child {
    const job = { path: path(), address: server.address, mode, calls, rounds: 2 };
    return startChild('child-calls', exit === undefined ? job : { ...job, exit }, { GRPC_CASSETTE_RUN: run });
  }

  async function killed(run: string, ...calls: readonly string[]): Promise<void> {
    const child = start(run, 'rewrite', calls);
    await child.said('done');
    await child.kill();
  }

  async function open(run: string, mode: RecordMode, ...calls: readonly string[]): Promise<ChildEnd> {
    const end = await start(run, mode, calls, 0).ended;
    expect(end.code, end.stderr).to.equal(0);
    return end;
  }

  it('lies hidden beside it, and the file has what was recorded', async () => {
    await killed('one', 'B', 'C');
    expect(requestsIn(path())).to.deep.equal(['B', 'C']);
    expect(besideOf(path())).to.deep.equal([SIGN, KEPT]);
    expect(textOf(temporary(KEPT))).to.equal(OLD);
  });

  it('is nothing where there was no file', async () => {
    const bare = temporary('bare.yaml');
    const job = { path: bare, address: server.address, mode: 'rewrite', calls: ['B'], rounds: 2 };
    const child = startChild('child-calls', job);
    await child.said('done');
    await child.kill();
    expect(requestsIn(bare)).to.deep.equal(['B']);
    expect(existsSync(temporary('.bare.yaml.previous'))).to.equal(false);
  });

  for (const mode of ['once', 'new_episodes', 'rewrite'] as const) {
    it(`is named once by the next opener of another run that may record (${mode})`, async () => {
      await killed('one', 'B', 'C');
      expect(warningsOf(await open('two', mode, 'B'))).to.deep.equal([told()]);
      expect(textOf(temporary('chat.previous.yaml'))).to.equal(OLD);
      // Who only plays leaves the sign, too.
      const left = mode === 'once' ? [SIGN, 'chat.previous.yaml'] : ['chat.previous.yaml'];
      expect(besideOf(path())).to.deep.equal(left);
      expect(requestsIn(path())).to.deep.equal(mode === 'rewrite' ? ['B'] : ['B', 'C']);
      expect(warningsOf(await open('three', mode, 'B'))).to.deep.equal([]);
      expect(besideOf(path())).to.deep.equal(left);
    });
  }

  it('is not put over what an earlier run has left', async () => {
    await killed('one', 'B');
    await open('two', 'new_episodes', 'B');
    await killed('three', 'C');
    await open('four', 'new_episodes', 'C');
    expect(textOf(temporary('chat.previous.yaml'))).to.equal(OLD);
    expect(requestsIn(temporary('chat.previous-2.yaml'))).to.deep.equal(['B']);
  });

  it('is let go without a word where the cassette says the same', async () => {
    await killed('one', 'B');
    writeFileSync(path(), OLD);
    expect(warningsOf(await open('two', 'new_episodes', 'A'))).to.deep.equal([]);
    expect(besideOf(path())).to.deep.equal([]);
  });

  it('is left alone by a replay', async () => {
    await killed('one', 'B');
    expect(warningsOf(await open('two', 'none', 'B'))).to.deep.equal([]);
    expect(besideOf(path())).to.deep.equal([SIGN, KEPT]);
  });

  it('is left alone by another of its run, which adds to what was recorded', async () => {
    await killed('one', 'B');
    expect(warningsOf(await open('one', 'rewrite', 'C'))).to.deep.equal([]);
    expect(requestsIn(path())).to.deep.equal(['B', 'C']);
    expect(besideOf(path())).to.deep.equal([KEPT]);
    expect(readFileSync(temporary(KEPT), 'utf8')).to.equal(OLD);
  });

  it('is left alone by another run while one of its own is at work', async () => {
    const living = start('one', 'rewrite', ['B']);
    await living.said('done');
    expect(warningsOf(await open('two', 'new_episodes', 'C'))).to.deep.equal([]);
    expect(textOf(temporary(KEPT))).to.equal(OLD);
    await living.kill();
    expect(warningsOf(await open('two', 'new_episodes', 'C'))).to.deep.equal([told()]);
    expect(requestsIn(path())).to.deep.equal(['B', 'C']);
  });
});
