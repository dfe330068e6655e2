import type { Cassette } from '../cassette/cassette.js';
import { tellUnfoundPaths } from './field-paths.js';
import { processHold } from './process-hold.js';
import { shared } from './registry.js';
import { warn } from './warn.js';

/**
 * Has every cassette do what there is to do when the process exits, by its code; where that fails, the code becomes 1. Also
 * tells calls that wait for a client which has nothing left to do: the process would else end with code 0 and no word. No
 * signal handlers.
 */
export function watchExit(): void {
  const state = shared();
  if (state.watchesExit) return;
  state.watchesExit = true;
  process.on('beforeExit', () => {
    if (processHold().givesTime()) return;
    for (const cassette of [...state.unfinished]) cassette.engine.failStalled();
  });
  process.on('exit', (code) => {
    state.isExiting = true;
    const unfinished = [...state.unfinished];
    for (const cassette of unfinished) cassette.engine.noteFieldPaths();
    tellUnfoundPaths();
    const missed = unfinished.map(tellUnfinishedUse);
    const saved = unfinished.map((cassette) => cassette.engine.endAtExit(code === 0));
    // A recording that is not there must not pass for one that is.
    if (code === 0 && (saved.includes(false) || missed.includes(true))) process.exitCode = 1;
  });
}

/** The process ends before a use of `useCassette` does that waits for what a miss has taken from it. Whether there is one. */
function tellUnfinishedUse(cassette: Cassette): boolean {
  const users = shared().users.get(cassette);
  const [miss] = cassette.misses;
  if (users === undefined || users.count === 0 || !users.watchesMisses || miss === undefined) return false;
  warn(
    `${cassette.path}: the process ends, and the function of useCassette has not ended. ${miss.error.message}`,
  );
  return true;
}
