/**
 * The bar for several calls: what one call does and another is told of comes in a replay as it came in the recording.
 *
 * A *program* (linked/program.ts) is plain data: its kind says which calls it makes of a hub (linked/hub), a real server that
 * links them, and how what it hears makes it do the next thing. Some run at once on one cassette: a *trial* (linked/trial.ts),
 * which also says by which doors, whose cassette, in which mode and at which pace. linked/judge-trial.ts records it in one
 * process, replays it in another that has no server, where a silent end is seen, and once more with one program changed.
 * Compared are whole logs, and what the program makes of them. `GRPC_CASSETTE_LINKED_PROGRAMS=1000` tries more;
 * what fails prints the `GRPC_CASSETTE_LINKED_SEED` that makes it again.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { inLanes } from '../endurance/support/in-lanes.js';
import { endChildren } from '../support/child.js';
import { drawTrials } from './linked/draw.js';
import type { Finding } from './linked/finding.js';
import { Hub } from './linked/hub/hub.js';
import { judgeTrial } from './linked/judge-trial.js';
import { settingsOf } from './linked/settings.js';
import { describe as describeFinding, type Judged, seedsOf, tallyOf } from './linked/tally.js';
import type { Trial } from './linked/trial.js';

/** So many of a hundred programs may differ from their recording, where they differ live as well. */
const MOST_EXCUSED_PERCENT = 3;

/** At the same time: a process that waits for a processor is not what is tried. */
const LANES = 2;

describe('programs of several calls', () => {
  const { seed, programs } = settingsOf(process.env);
  const hub = new Hub();
  const judged: Judged[] = [];
  let folder = '';
  endChildren();

  before(async function () {
    this.timeout(programs * 30_000);
    folder = mkdtempSync(join(tmpdir(), 'linked-'));
    await hub.start();
    await tryAll(drawTrials(seed, programs));
    // So few say little of three in a hundred: before they are taken for too many, as many again are tried.
    if (isTooMany('replayed') || isTooMany('changed')) await tryAll(drawTrials(seed + programs, programs));
    process.stdout.write(
      `      seed ${seed}\n${[...tallyOf(judged), ...seedsOf(judged)]
        .map((line) => `        ${line}\n`)
        .join('')}`,
    );
  });
  after(() => {
    hub.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function tryAll(trials: readonly Trial[]): Promise<void> {
    await inLanes(LANES, trials, async (trial) => {
      judged.push({ trial, found: await judgeTrial(trial, folder, hub.address) });
    });
  }

  /** Of a hundred programs. */
  function percentExcused(when: Finding['when']): number {
    const count = judged.flatMap(({ trial }) => trial.programs).length;
    return (reports({ when, what: 'differs live too' }).length * 100) / count;
  }

  function isTooMany(when: Finding['when']): boolean {
    return percentExcused(when) > MOST_EXCUSED_PERCENT;
  }

  function reports(of: Partial<Finding>): readonly string[] {
    return judged.flatMap((each) =>
      each.found
        .filter(({ when, what }) => (of.when ?? when) === when && (of.what ?? what) === what)
        .map((finding) => describeFinding(each, finding)),
    );
  }

  function expectNone(of: Partial<Finding>): void {
    const found = reports(of);
    if (found.length > 0) throw new Error(`${found.length} of them\n\n${found.slice(0, 10).join('\n\n')}`);
  }

  for (const [when, title] of [
    ['recorded', 'recorded'],
    ['replayed', 'replayed'],
    ['changed', 'replayed after a change'],
  ] as const) {
    describe(title, () => {
      it('do not hang', () => expectNone({ when, what: 'hung' }));
      it('do not end in silence', () => expectNone({ when, what: 'silent' }));
      it('do not fail', () => expectNone({ when, what: 'failed' }));
      if (when === 'recorded') return;

      it('are told the same, where they are live', () => expectNone({ when, what: 'differs' }));
      it('are told the same, all but a few', () => {
        const excused = reports({ when, what: 'differs live too' });
        expect(percentExcused(when), excused.slice(0, 5).join('\n\n')).to.be.most(MOST_EXCUSED_PERCENT);
      });
    });
  }

  it('are told of each call that nothing recorded answers', () => expectNone({ what: 'not told' }));
});
