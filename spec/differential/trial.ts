import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCausalityBreaks } from './causality.js';
import { findDifferences } from './compare.js';
import { type Rewritten, Scribe } from './disorder/scribe.js';
import { isFlavour, type Program } from './program.js';
import { type Door, type Run, runProgram } from './run.js';
import { startServer } from './server-script.js';
import type { Stage } from './stage.js';

/** What stands between the program and the network: the cassette, or, to test the spec itself, something broken. */
export interface Subject {
  /** What records the program into `path`, and what is to be done once it is over. */
  record(path: string, program: Program): { readonly door: Door; close(): Promise<void> };
  replay(path: string): {
    readonly door: Door;
    close(): Promise<void>;
    misses(): readonly string[];
  };
}

/** The outcome of one program. `unstable`: two plain runs differ, so that plain and recording cannot be compared. */
export interface Verdict {
  readonly unstable: readonly string[];
  readonly failures: readonly string[];
  readonly rewritten: Rewritten;
}

/** Runs a program plain (twice, unless its messages are in a flavour), recording and replaying, and compares. */
export async function tryProgram(program: Program, stage: Stage, subject: Subject): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'differential-'));
  try {
    return await tryIn(folder, program, stage, subject);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function tryIn(folder: string, program: Program, stage: Stage, subject: Subject): Promise<Verdict> {
  const path = join(folder, 'program.yaml');
  const scribe = new Scribe(program);
  const server = await startServer(program, scribe);
  const setting = { address: server.address, stage, scribe };
  const recorder = subject.record(path, program);
  const runPlain = (name: string): Promise<Run>[] =>
    isWrittenOtherwise(program) ? [] : [runProgram(program, { ...setting, name })];
  let live: Run[];
  try {
    live = await Promise.all([
      runProgram(program, { ...setting, name: 'recording', ...recorder.door }),
      ...runPlain('plain'),
      ...runPlain('again'),
    ]);
    await recorder.close();
  } finally {
    server.stop();
  }
  const [recording, plain, again] = live as [Run, Run | undefined, Run | undefined];
  const player = subject.replay(path);
  const replay = await runProgram(program, { ...setting, name: 'replay', ...player.door });
  const misses = player.misses();
  await player.close();

  // A live server cannot answer what it has not heard: if it seems to, the check is wrong.
  const wrongCheck = findCausalityBreaks(program, recording.log);
  const unstable = plain && again ? findDifferences(program, plain.log, again.log, 'live') : [];
  const failures = [
    ...headed('the server itself answered too early', wrongCheck),
    ...(plain === undefined || unstable.length > 0
      ? []
      : headed(
          'the recording differs from the plain run',
          findDifferences(program, plain.log, recording.log, 'live'),
        )),
    ...headed(
      'the replay differs from the recording',
      findDifferences(program, recording.log, replay.log, 'replay'),
    ),
    ...headed('the replay answered too early', findCausalityBreaks(program, replay.log)),
    ...(replay.touchedNetwork ? ['the replay touched the network'] : []),
    ...headed('the replay missed', misses),
  ];
  return { unstable, failures, rewritten: scribe.rewritten };
}

/** Such a program tries how a replay finds its recording. That a recording is like a plain run, its bytes show. */
function isWrittenOtherwise({ calls }: Program): boolean {
  return calls.length > 0 && calls.every(({ codec }) => isFlavour(codec));
}

function headed(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}\n${lines.join('\n')}`];
}
