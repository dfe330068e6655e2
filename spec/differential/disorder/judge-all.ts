import { Turnstile } from '../../support/turnstile.js';
import { type Judgement, judge } from '../judge.js';
import type { NamedProgram } from '../named.js';
import type { Stage } from '../stage.js';
import type { Subject } from '../trial.js';

/** So many are run at the same time; each waits most of its time for its server. */
const AT_ONCE = 12;

export interface Judged extends Judgement {
  readonly title: string;
}

/** Judges programs, several at a time. */
export async function judgeAll(
  programs: readonly NamedProgram[],
  stage: Stage,
  subject: Subject,
): Promise<readonly Judged[]> {
  const turnstile = new Turnstile();
  const judged: Judged[] = [];
  const left = programs.values();
  const work = async (): Promise<void> => {
    for (const { title, program } of left) {
      judged.push({ title, ...(await judge(program, stage, subject, turnstile)) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return judged;
}
