import fc from 'fast-check';
import { Turnstile } from '../support/turnstile.js';
import { program } from './arbitrary.js';
import { add, NOTHING_REWRITTEN, type Rewritten } from './disorder/scribe.js';
import { judge } from './judge.js';
import type { Program } from './program.js';
import type { Stage } from './stage.js';
import type { Subject } from './trial.js';

export interface Plan {
  readonly programs: number;
  readonly seed: number;
  /** fast-check's path to one counterexample of `seed`: only that is run. */
  readonly path: string | undefined;
  /** What is run in place of a generated program; without it, the program itself. */
  readonly adapt?: (program: Program) => Program;
}

export interface Outcome {
  readonly ran: number;
  /** Programs that differ from themselves without any cassette. */
  readonly unstable: readonly string[];
  /** Programs that failed and then, alone, passed twice. */
  readonly shaky: readonly string[];
  /** Shrunk, with seed and path, ready to print. */
  readonly failures: readonly string[];
  readonly rewritten: Rewritten;
}

/** So many are run at the same time; each waits most of its time for its server. */
const SHARDS = 12;

/** A failing program is shrunk for at most this long. */
const SHRINKING_MS = 20_000;

/** What `GRPC_CASSETTE_PROGRAMS`, `GRPC_CASSETTE_SEED` and `GRPC_CASSETTE_PATH` say. */
export function planFromEnvironment(env: NodeJS.ProcessEnv): Plan {
  return {
    programs: Number(env['GRPC_CASSETTE_PROGRAMS'] || 540),
    seed: Number(env['GRPC_CASSETTE_SEED'] || 20_261_122),
    path: env['GRPC_CASSETTE_PATH'] || undefined,
  };
}

/** Runs generated programs, several at a time. Each shard has a seed of its own, counted up from the plan's. */
export async function runGenerated(plan: Plan, stage: Stage, subject: Subject): Promise<Outcome> {
  const tally: Tally = { ran: 0, unstable: [], shaky: [], failures: [], rewritten: NOTHING_REWRITTEN };
  const shards = plan.path === undefined ? SHARDS : 1;
  const turnstile = new Turnstile();
  const each = Math.ceil(plan.programs / shards);
  await Promise.all(
    Array.from({ length: shards }, (_, shard) =>
      runShard({ ...plan, seed: plan.seed + shard, programs: each }, stage, subject, turnstile, tally),
    ),
  );
  return tally;
}

interface Tally {
  ran: number;
  readonly unstable: string[];
  readonly shaky: string[];
  readonly failures: string[];
  rewritten: Rewritten;
}

async function runShard(
  { seed, programs, path, adapt = (same) => same }: Plan,
  stage: Stage,
  subject: Subject,
  turnstile: Turnstile,
  tally: Tally,
): Promise<void> {
  let failing = false;
  let shrinkUntil = Number.POSITIVE_INFINITY;
  let report = '';
  const property = fc.asyncProperty(program.map(adapt), async (one) => {
    if (performance.now() > shrinkUntil) return true;
    const judgement = await judge(one, stage, subject, turnstile);
    if (!failing) tally.ran++;
    tally.rewritten = add(tally.rewritten, judgement.rewritten);
    const line = `${JSON.stringify(one)}\n${judgement.report}`;
    if (judgement.outcome === 'unstable' && !failing) tally.unstable.push(line);
    if (judgement.outcome === 'shaky' && !failing) tally.shaky.push(line);
    if (judgement.outcome !== 'failed') return true;
    if (!failing) shrinkUntil = performance.now() + SHRINKING_MS;
    failing = true;
    report = judgement.report;
    return false;
  });
  const result = await fc.check(property, {
    seed,
    numRuns: path === undefined ? programs : 1,
    ...(path === undefined ? {} : { path }),
  });
  if (!result.failed) return;
  const again = `GRPC_CASSETTE_SEED=${seed} GRPC_CASSETTE_PATH=${result.counterexamplePath}`;
  tally.failures.push(`${again}\n${JSON.stringify(result.counterexample?.[0])}\n${report}`);
}
