import type { Finding } from './finding.js';
import { KIND_NAMES } from './program.js';
import type { Trial } from './trial.js';

/** What one trial has shown. */
export interface Judged {
  readonly trial: Trial;
  readonly found: readonly Finding[];
}

/** How many programs of each kind there were, and what was found of them, a line each. */
export function tallyOf(judged: readonly Judged[]): readonly string[] {
  const programs = judged.flatMap(({ trial }) => trial.programs);
  const found = judged.flatMap((each) => each.found);
  return KIND_NAMES.map((kind) => {
    const ofKind = found.filter((finding) => finding.programs.some((program) => program.kind === kind));
    const counts = new Map<string, number>();
    for (const { when, what } of ofKind) {
      counts.set(`${when}: ${what}`, (counts.get(`${when}: ${what}`) ?? 0) + 1);
    }
    const count = programs.filter((program) => program.kind === kind).length;
    return `${kind}: ${[`${count} programs`, ...[...counts].map(([what, times]) => `${times} ${what}`)].join(', ')}`;
  });
}

/** What makes each trial again of which something was found, and what that was. */
export function seedsOf(judged: readonly Judged[]): readonly string[] {
  return judged
    .filter(({ found }) => found.length > 0)
    .map(
      ({ trial, found }) =>
        `seed ${trial.seed}: ${found.map(({ when, what }) => `${when}: ${what}`).join(', ')}`,
    );
}

/** A finding as it is printed, with what makes it again. */
export function describe({ trial, found }: Judged, finding: Finding): string {
  const again = `GRPC_CASSETTE_LINKED_SEED=${trial.seed} GRPC_CASSETTE_LINKED_PROGRAMS=1`;
  const { programs, changed, ...rest } = trial;
  const shown = (finding.when === 'changed' ? changed : programs).map((program) => JSON.stringify(program));
  const title = `${finding.when}: ${finding.what} (${found.length} findings of this trial)`;
  return [again, title, JSON.stringify(rest), ...shown, finding.report].join('\n    ');
}
