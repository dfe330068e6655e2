import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Subject } from './measure.js';

const execute = promisify(execFile);

/** What a script of children/ measures of itself. */
export interface Cost {
  /** The processor's time, of all threads, in milliseconds. */
  readonly cpu: number;
  /** The most memory that the process ever had, in MiB. */
  readonly peak: number;
  /** How much more that is than it had before its first call. */
  readonly growth: number;
}

/** A script of children/ in a process of its own, for what is cold, or fills memory. */
export function child(name: string, ...args: readonly (string | number)[]): Subject<Cost> {
  const script = fileURLToPath(new URL(`./children/${name}.js`, import.meta.url));
  return {
    async run() {
      const { stdout } = await execute(process.execPath, [script, ...args.map(String)]);
      return JSON.parse(stdout) as Cost;
    },
  };
}
