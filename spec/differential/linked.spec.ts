/** Programs of several calls that a server links, one of each kind that matters most; linked.long.spec.ts has generated ones. */

import { useTemporaryFolder } from '../support/temporary-folder.js';
import { findDifference } from './linked/compare.js';
import { Hub } from './linked/hub/hub.js';
import type { Job } from './linked/job.js';
import { NAMED_PROGRAMS } from './linked/named.js';
import { perform } from './linked/perform.js';

describe('several calls, recorded and replayed, tell a program the same', () => {
  const hub = new Hub();
  const temporary = useTemporaryFolder();
  before(() => hub.start());
  after(() => hub.stop());

  for (const [title, programs] of Object.entries(NAMED_PROGRAMS)) {
    it(title, async () => {
      const setting = {
        path: temporary('linked.yaml'),
        timing: 'instant',
        doors: ['interceptor'],
        owner: 'openCassette',
      } as const;
      const recording: Job = {
        programs,
        address: hub.address,
        run: title,
        delayMs: 0,
        setting: { ...setting, mode: 'once' },
      };
      const recorded = await perform(recording);
      const replayed = await perform({
        ...recording,
        // Nothing listens there: only a replay can answer.
        address: '127.0.0.1:1',
        setting: { ...setting, mode: 'none' },
      });
      const differences = recorded.runs.flatMap((run, index) => {
        const other = replayed.runs[index];
        return other === undefined ? [`no run ${index}`] : (findDifference(run, other) ?? []);
      });
      if (differences.length > 0) throw new Error(`it differs at\n${differences.join('\n')}`);
    });
  }
});
