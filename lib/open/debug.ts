import { appendFileSync, writeSync } from 'node:fs';
import type { Debug } from '../model/surroundings.js';
import { resolveDebug } from '../options.js';
import { now } from './real-timers.js';
import { warn } from './warn.js';

/** Tells each line with the milliseconds since the process started; undefined where nobody wants to know. */
export function createDebug(): Debug | undefined {
  const to = resolveDebug();
  if (to === undefined) return undefined;
  let write = to.file === undefined ? toStandardError : toFile(to.file);
  return (describe) => {
    try {
      write(`grpc-cassette ${Math.round(now())} ${describe()}\n`);
    } catch (error) {
      write = () => undefined;
      warn(`GRPC_CASSETTE_DEBUG: nothing more can be written there: ${(error as Error).message}`);
    }
  };
}

function toStandardError(line: string): void {
  writeSync(process.stderr.fd, line);
}

function toFile(path: string): (line: string) => void {
  return (line) => appendFileSync(path, line);
}
