import { areAlike } from './compare.js';
import { performInChild } from './in-child.js';
import type { Run } from './job.js';
import type { Trial } from './trial.js';

/** So many live runs are made of a trial, and so many that are not like the most make it unstable. */
const RUNS = 5;
const MOST_ALIKE = 3;

/** The longest that the server holds back an answer meanwhile. */
const DELAY_MS = 20;

/**
 * Whether a trial's programs differ live, with delays in the server, from run to run: then nothing is the same play. No cassette
 * has a part in this.
 */
export async function findUnstable({ programs, seed }: Trial, address: string): Promise<readonly boolean[]> {
  const outcome = await performInChild(
    Array.from({ length: RUNS }, (_, index) => ({
      programs,
      address,
      run: `live ${seed} ${index}`,
      delayMs: DELAY_MS,
    })),
  );
  if (outcome.how !== 'performed') throw new Error(`five live runs: ${outcome.how}\n${outcome.report}`);
  return programs.map((_, index) => areUnstable(outcome.performed.flatMap(({ runs }) => runs[index] ?? [])));
}

function areUnstable(runs: readonly Run[]): boolean {
  const alike = runs.map((run) => runs.filter((other) => areAlike(run, other)).length);
  return Math.max(...alike) <= MOST_ALIKE;
}
