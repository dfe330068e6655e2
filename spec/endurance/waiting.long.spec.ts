import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { cassette, entry } from '../support/cassettes.js';
import { endChildren, startChild } from '../support/child.js';
import type { WaitJob, WaitReport } from '../support/child-wait.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

const DEADLINE = 2000;
const TRIES = 3;
/** Whole milliseconds, as many as the format has. */
const LATE = 999_999_999_999_999;

const unheard = (...call: readonly string[]): string =>
  entry({ method: 'ServerStream', requests: ['s'], responses: [], call: ['response_metadata: {}', ...call] });

type Waiting = Omit<WaitJob, 'path' | 'deadlineAfter'> & { readonly text: string };

const WAITING: Readonly<Record<string, Waiting>> = {
  'for a client that says nothing': {
    method: 'Bidi',
    timing: 'instant',
    text: entry({ method: 'Bidi', requests: ['a'], responses: ['x'], after: [1] }),
  },
  'for its recorded cancel': {
    method: 'ServerStream',
    timing: 'instant',
    text: unheard('ended_ms: 5', 'cancelled_by_client: true'),
  },
  'for an event that came after it, in recorded time': {
    method: 'ServerStream',
    timing: 'recorded',
    text: unheard(`metadata_ms: ${60 * DEADLINE}`, `ended_ms: ${60 * DEADLINE}`),
  },
  'for an event that came later than any timer': {
    method: 'ServerStream',
    timing: 0.001,
    text: unheard(`metadata_ms: ${LATE}`, `ended_ms: ${LATE}`),
  },
};

describe('a replayed call that waits', function () {
  this.timeout(TRIES * 20_000);
  const temporary = useTemporaryFolder();
  endChildren();

  for (const [what, { text, ...job }] of Object.entries(WAITING)) {
    it(`${what} costs next to nothing, and ends within 100 ms of its deadline`, async () => {
      const path = temporary('chat.yaml');
      writeFileSync(path, cassette(text));
      const reports: WaitReport[] = [];
      // A machine that has other things to do takes longer now and then: the best of some counts.
      for (let index = 0; index < TRIES; index += 1) {
        const child = startChild('child-wait', { path, deadlineAfter: DEADLINE, ...job } satisfies WaitJob);
        const { stdout, stderr } = await child.ended;
        // A call that waits for its client is told of before its deadline.
        expect(stderr).to.match(
          /^$|^\(node:\d+\) GrpcCassetteWarning: .* has been waiting for 1\.5 s for .*\n.*\n$/,
        );
        reports.push(JSON.parse(stdout) as WaitReport);
      }
      expect(reports.map(({ code }) => code)).to.deep.equal(reports.map(() => 4));
      expect(Math.min(...reports.map(({ took }) => took))).to.be.within(DEADLINE - 5, DEADLINE + 100);
      expect(Math.min(...reports.map(({ cpu }) => cpu))).to.be.below(0.05);
    });
  }
});
