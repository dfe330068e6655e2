import type { Warn } from './surroundings.js';

/** Tells `what` went wrong, and why, the first time it does. */
export function warnOnce(warn: Warn, what: string): (error: unknown) => void {
  let hasTold = false;
  return (error) => {
    if (hasTold) return;
    hasTold = true;
    warn(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  };
}
