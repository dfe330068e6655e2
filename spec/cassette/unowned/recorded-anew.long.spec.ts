import { existsSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import type { RecordMode } from '../../../lib/index.js';
import { besideOf, cassette, requestsIn, unary } from '../../support/cassettes.js';
import { type ChildEnd, endChildren, startChild, warningsOf } from '../../support/child.js';
import type { CallsJob } from '../../support/child-calls.js';
import { textOf, useUnowned } from './suite.js';

type Ending = Pick<CallsJob, 'exit' | 'throws'>;

const ENDINGS: readonly (readonly [string, Ending])[] = [
  ['exits with code 1', { exit: 1 }],
  ['ends by an exception that nobody catches', { throws: true }],
];
const CALLS = ['B', 'C'];
const OLD = cassette(unary('A', 'old'));

describe('a process that records two calls with a quiet round between them', () => {
  const { path, server, temporary } = useUnowned();
  endChildren();
  const rejected = (): string => temporary('chat.rejected.yaml');

  function record(mode: RecordMode, ending: Ending): Promise<ChildEnd> {
    const { address } = server;
    return startChild('child-calls', { path: path(), mode, address, calls: CALLS, rounds: 2, ...ending })
      .ended;
  }

  for (const mode of ['rewrite', 'all'] as const) {
    for (const [how, ending] of ENDINGS) {
      it(`anew (${mode}) and ${how}: the file is what it was, both are set aside, and that is told`, async () => {
        writeFileSync(path(), OLD);
        const end = await record(mode, ending);
        expect(end.code, end.stderr).to.equal(1);
        expect(textOf(path())).to.equal(OLD);
        expect(besideOf(path())).to.deep.equal(['chat.rejected.yaml']);
        expect(requestsIn(rejected())).to.deep.equal(CALLS);
        expect(warningsOf(end)).to.deep.equal([
          `${path()}: what was recorded is set aside as ${rejected()}.`,
        ]);
      });

      it(`anew (${mode}) where there was no file, and ${how}: there is none, and both are set aside`, async () => {
        const { code, stderr } = await record(mode, ending);
        expect(code, stderr).to.equal(1);
        expect(existsSync(path())).to.equal(false);
        expect(besideOf(path())).to.deep.equal(['chat.rejected.yaml']);
        expect(requestsIn(rejected())).to.deep.equal(CALLS);
      });
    }

    it(`anew (${mode}) and exits with code 0: the file is replaced, and nothing is left or said`, async () => {
      writeFileSync(path(), OLD);
      const { code, stderr } = await record(mode, { exit: 0 });
      expect([code, stderr]).to.deep.equal([0, '']);
      expect(requestsIn(path())).to.deep.equal(CALLS);
      expect(besideOf(path())).to.deep.equal([]);
    });
  }

  for (const [how, ending] of ENDINGS) {
    it(`once, and ${how}: both are in the file`, async () => {
      const end = await record('once', ending);
      expect(end.code, end.stderr).to.equal(1);
      expect(requestsIn(path())).to.deep.equal(CALLS);
      expect(besideOf(path())).to.deep.equal([]);
      expect(warningsOf(end)).to.deep.equal([]);
    });

    it(`as new episodes, and ${how}: both are in the file behind what was there`, async () => {
      writeFileSync(path(), OLD);
      const end = await record('new_episodes', ending);
      expect(end.code, end.stderr).to.equal(1);
      expect(textOf(path()).startsWith(OLD)).to.equal(true);
      expect(requestsIn(path())).to.deep.equal(['A', ...CALLS]);
      expect(besideOf(path())).to.deep.equal([]);
      expect(warningsOf(end)).to.deep.equal([]);
    });
  }

  it('anew, and both say what the file says already: it is what it was, and there is nothing to set aside', async () => {
    expect((await record('once', { exit: 0 })).code).to.equal(0);
    const before = textOf(path());
    const end = await record('rewrite', { exit: 1 });
    expect(end.code, end.stderr).to.equal(1);
    expect(textOf(path())).to.equal(before);
    expect(besideOf(path())).to.deep.equal([]);
    expect(warningsOf(end)).to.deep.equal([]);
  });
});
