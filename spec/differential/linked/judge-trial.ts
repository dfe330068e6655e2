import { join } from 'node:path';
import { findDifference, findEarlyDifference } from './compare.js';
import type { Finding } from './finding.js';
import { type Outcome, performInChild } from './in-child.js';
import type { Job, Performed, Run } from './job.js';
import { findUnstable } from './live.js';
import type { Program } from './program.js';
import { findUntold } from './told.js';
import type { Trial } from './trial.js';

/** What a changed program, which may wait for what never comes, may wait. */
const PATIENCE_MS = 4_000;

/** The address of no server. */
const NOWHERE = '127.0.0.1:1';

/**
 * Records a trial's programs in a process of their own, replays them in another with no server, and once more, changed, in a
 * third. Returns what is wrong. `folder` is for its cassettes, `address` that of the hub.
 */
export async function judgeTrial(trial: Trial, folder: string, address: string): Promise<readonly Finding[]> {
  const { programs, seed, doors, owner, timing, mode, changed, changedMode, delayMs } = trial;
  const setting = { path: join(folder, `${seed}.yaml`), doors, owner, timing };
  const job = { programs, address, delayMs, run: `recording ${seed}`, setting: { ...setting, mode } };
  const recorded = await performInChild([job]);
  const recording = performedOf(recorded);
  if (recording === undefined) return findTrouble('recorded', programs, recorded);

  const offline: Job = { ...job, address: NOWHERE, setting: { ...setting, mode: 'none' } };
  const replayed = await performInChild([offline]);
  const asChanged = await performInChild([
    changedMode === 'none'
      ? { ...offline, programs: changed }
      : {
          ...job,
          programs: changed,
          run: `changed ${seed}`,
          patienceMs: PATIENCE_MS,
          setting: { ...setting, mode: changedMode },
        },
  ]);
  const found = [
    ...findTrouble('replayed', programs, replayed),
    ...findTrouble('changed', changed, asChanged),
    ...compare('replayed', programs, recording, performedOf(replayed)),
    ...compare('changed', changed, recording, performedOf(asChanged)),
    ...findUntold(changed, performedOf(asChanged)),
  ];
  return found.some(({ what }) => what === 'differs') ? excuse(found, trial, address) : found;
}

function performedOf(outcome: Outcome): Performed | undefined {
  return outcome.how === 'performed' ? outcome.performed[0] : undefined;
}

function findTrouble(
  when: Finding['when'],
  programs: readonly Program[],
  outcome: Outcome,
): readonly Finding[] {
  if (outcome.how !== 'performed') return [{ when, what: outcome.how, programs, report: outcome.report }];
  if (!outcome.trouble.includes('touched the network')) return [];
  return [{ when, what: 'failed', programs, report: outcome.trouble }];
}

function compare(
  when: Finding['when'],
  programs: readonly Program[],
  recording: Performed,
  replay: Performed | undefined,
): readonly Finding[] {
  if (replay === undefined) return [];
  return programs.flatMap((program, index) => {
    const [expected, actual] = [recording.runs[index], replay.runs[index]];
    if (expected === undefined || actual === undefined) throw new RangeError(`no run ${index}`);
    const report = findDifferenceOf(program, expected, actual);
    const what = when === 'changed' && program.change === undefined ? 'differs beside' : 'differs';
    return report === undefined ? [] : [{ when, what, programs: [program], report } as const];
  });
}

function findDifferenceOf({ change }: Program, expected: Run, actual: Run): string | undefined {
  if (change === undefined) return findDifference(expected, actual);
  return findEarlyDifference(expected, actual, change);
}

/** Programs that differ live from run to run, too, are no fault of the replay's. */
async function excuse(found: readonly Finding[], trial: Trial, address: string): Promise<readonly Finding[]> {
  const unstable = await findUnstable(trial, address);
  const isExcused = ({ what, programs: [program] }: Finding): boolean =>
    what === 'differs' && unstable[trial.programs.findIndex(({ name }) => name === program?.name)] === true;
  return found.map((finding) => (isExcused(finding) ? { ...finding, what: 'differs live too' } : finding));
}
