import { appendFileSync } from 'node:fs';
import type { Debug } from '../model/surroundings.js';
import { resolveDebug } from '../options.js';
import { now } from './real-timers.js';
import { writeToStandardError } from './standard-error.js';
import { warn } from './warn.js';

/** Where nothing can be written: told once, however many cassettes are opened. */
const unwritable = new Set<string | undefined>();

/** Tells each line with the milliseconds since the process started; undefined where nobody wants to know. */
export function createDebug(): Debug | undefined {
  const to = resolveDebug();
  if (to === undefined) return undefined;
  const { file } = to;
  return (describe) => {
    if (unwritable.has(file)) return;
    const line = `grpc-cassette ${Math.round(now())} ${describe()}\n`;
    try {
      if (file === undefined) writeToStandardError(line);
      else appendFileSync(file, line);
    } catch (error) {
      unwritable.add(file);
      warn(`GRPC_CASSETTE_DEBUG: nothing more can be written there: ${(error as Error).message}`);
    }
  };
}
