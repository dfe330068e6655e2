import type { Turnstile } from '../support/turnstile.js';
import type { Rewritten } from './disorder/scribe.js';
import type { Program } from './program.js';
import type { Stage } from './stage.js';
import { type Subject, tryProgram } from './trial.js';

/**
 * `passed`; `unstable`: two plain runs differ, so there is nothing to compare a recording with; `shaky`: it failed and
 * then, with the machine to itself, passed twice; `failed`.
 */
export interface Judgement {
  readonly outcome: 'passed' | 'unstable' | 'shaky' | 'failed';
  readonly report: string;
  readonly rewritten: Rewritten;
}

/**
 * Tries a program, and twice more, alone, where it did not pass: a busy machine can make any one live run differ from
 * its neighbours. It fails when it fails again.
 */
export async function judge(
  program: Program,
  stage: Stage,
  subject: Subject,
  turnstile: Turnstile,
): Promise<Judgement> {
  const first = await turnstile.together(() => tryProgram(program, stage, subject));
  const { rewritten } = first;
  if (first.failures.length === 0) {
    const outcome = first.unstable.length > 0 ? 'unstable' : 'passed';
    return { outcome, report: first.unstable.join('\n'), rewritten };
  }
  const again = await turnstile.alone(async () => [
    await tryProgram(program, stage, subject),
    await tryProgram(program, stage, subject),
  ]);
  const failed = again.find((verdict) => verdict.failures.length > 0);
  const report = (failed ?? first).failures.join('\n\n');
  return { outcome: failed === undefined ? 'shaky' : 'failed', report, rewritten };
}
