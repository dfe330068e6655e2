import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { endChildren, startChild } from '../support/child.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { COMMITTING } from './support/committing.js';
import { expectAll, idsIn, OLD, OLD_IDS } from './support/ledger.js';
import { endedCalls, startWriter } from './support/start-writer.js';
import { within } from './support/within.js';

const CALLS = 60;
const LARGEST = 600_000;

describe('a reader of a cassette that is being recorded', function () {
  this.timeout(120_000);
  // First, so that they have ended before their folder is removed.
  endChildren();
  const { server, temporary } = useEchoSuite();

  for (const mode of ['new_episodes', 'once'] as const) {
    it(`finds a whole one whenever it looks, with entries of 10 B to 600 KB, in mode ${mode}`, async () => {
      const path = temporary('read/chat.yaml');
      mkdirSync(dirname(path));
      const old = mode === 'new_episodes' ? OLD_IDS : [];
      if (old.length > 0) writeFileSync(path, OLD);
      const reader = startChild('../endurance/support/reader', path);
      await reader.said(`found ${old.length}`);
      const writer = await startWriter({
        ...{ path, mode, address: server.address, opening: 'unowned', name: 'writer' },
        ...COMMITTING.unowned,
        ...{ calls: CALLS, largest: LARGEST, pause: 5 },
      });
      writer.tell('start');
      await within(60, 'the last call of the writer', writer.said('idle'));
      const total = old.length + CALLS;
      await within(30, 'a look at all of them', reader.said(`found ${total}`));
      reader.tell('end');
      writer.tell('end');
      for (const { ended } of [reader, writer]) {
        const { code, stderr } = await within(30, 'the end of both', ended);
        expect(code, stderr).to.equal(0);
      }

      const found = reader.lines.map((line) => line.slice('found '.length));
      expect(found.filter((count) => !/^\d+$/.test(count))).to.deep.equal([]);
      const counts = found.map(Number);
      expect(counts).to.deep.equal([...counts].sort((a, b) => a - b));
      const between = counts.filter((count) => count > old.length && count < total);
      expect(between, 'looks in the midst of it').not.to.deep.equal([]);
      expectAll([...old, ...endedCalls(writer)], await idsIn(path));
    });
  }
});
