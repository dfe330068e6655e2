import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../support/shared-folder.js';
import type { SeedInteraction } from './seed-reader.js';

const program = join(projectRoot, 'spec/shared-with-python/check.py');

/** Whether this machine has a Python with PyYAML. */
export const hasPython: boolean =
  spawnSync('python3', ['-c', 'import sys, yaml; sys.exit(sys.version_info < (3, 10))'], { stdio: 'ignore' })
    .status === 0;

/** Ends the title of a test that is skipped, and says why. */
export const unlessAbsent: string = hasPython
  ? ''
  : ' (skipped: python3 (3.10 or newer) with yaml is absent)';

/** `it`, where there is a Python. */
export const itWithPython: Mocha.TestFunction | Mocha.PendingTestFunction = hasPython ? it : it.skip;

/** What the harness's `load` makes of each of these files, read by Python. */
export function readWithPython(...paths: readonly string[]): readonly (readonly SeedInteraction[])[] {
  return JSON.parse(run(['read', ...paths]));
}

/** Lets Python write a cassette with the harness's `dump`. */
export function writeWithPython(path: string, interactions: readonly SeedInteraction[]): void {
  run(['write', path], JSON.stringify(interactions));
}

/** Lets Python load a cassette and dump it into another file. */
export function rewriteWithPython(from: string, to: string): void {
  run(['rewrite', from, to]);
}

function run(args: readonly string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync('python3', [program, ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8', PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (status !== 0) throw new Error(`check.py ${args.join(' ')} ended with ${status}:\n${stderr}`);
  return stdout;
}
