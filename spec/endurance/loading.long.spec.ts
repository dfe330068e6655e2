import { statSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { cassette, unary } from '../support/cassettes.js';
import { endChildren, startChild } from '../support/child.js';
import type { LoadJob, LoadReport } from '../support/child-load.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

const MiB = 1 << 20;
const TRIES = 3;
/** What opening any file may cost, in microseconds. */
const OPENING = 300_000;

const CRUMBS = ['- {}\n', '- null\n', '- x: [\n', '- x: {a: b}\n', '- call:\n    m: 1\n'];
const COUNTS = [40_000, 200_000, 1_000_000];

describe('to load a cassette of entries that hold nothing', function () {
  this.timeout(120_000);
  const temporary = useTemporaryFolder();
  endChildren();

  for (const crumb of CRUMBS) {
    for (const count of COUNTS) {
      it(`costs under 10 µs and ten times its bytes each: ${count} of ${JSON.stringify(crumb)}`, async () => {
        const path = temporary('chat.yaml');
        writeFileSync(path, cassette(unary('A', 'a'), crumb.repeat(count)));
        writeFileSync(`${path}.warm`, cassette(unary('A', 'a'), '- {}\n'));
        const reports: LoadReport[] = [];
        // A machine that has other things to do takes longer now and then: the best of some counts.
        for (let index = 0; index < TRIES; index += 1) {
          const { stdout, stderr } = await startChild('child-load', { path } satisfies LoadJob).ended;
          expect(stderr).to.equal('');
          reports.push(JSON.parse(stdout) as LoadReport);
        }
        expect(reports.map(({ outcome }) => outcome)).to.deep.equal(reports.map(() => 'broken_interaction'));
        expect(Math.min(...reports.map(({ cpu }) => cpu))).to.be.below(OPENING + 10 * count);
        const grown = Math.min(...reports.map(({ most, before }) => most - before));
        expect(grown).to.be.below(100 * MiB + 10 * statSync(path).size);
      });
    }
  }
});
