import { Console } from 'node:console';
import { appendFileSync } from 'node:fs';
import type { Debug } from '../model/surroundings.js';
import { resolveDebug } from '../options.js';
import { now } from './real-timers.js';
import { warn } from './warn.js';

/** Files that could not be written to: told once, however many cassettes are opened. */
const unwritable = new Set<string>();

/** Tells each line with the milliseconds since the process started; undefined where nobody wants to know. */
export function createDebug(): Debug | undefined {
  const to = resolveDebug();
  if (to === undefined) return undefined;
  const write = to.file === undefined ? toStandardError() : toFile(to.file);
  return (describe) => write(`grpc-cassette ${Math.round(now())} ${describe()}`);
}

/** A slow reader is waited for, and one that has gone is no error; the global `console` may be a test's. */
function toStandardError(): (line: string) => void {
  const own = new Console(process.stderr);
  return (line) => own.error(line);
}

function toFile(path: string): (line: string) => void {
  return (line) => {
    if (unwritable.has(path)) return;
    try {
      appendFileSync(path, `${line}\n`);
    } catch (error) {
      unwritable.add(path);
      warn(`GRPC_CASSETTE_DEBUG: nothing more can be written there: ${(error as Error).message}`);
    }
  };
}
