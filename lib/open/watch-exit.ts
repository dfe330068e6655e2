import { tellUnfoundPaths } from './ignored-paths.js';
import { shared } from './registry.js';

/**
 * Commits what is open when the process exits with code 0; any other end leaves the journals. Also tells calls that wait
 * for a client which has nothing left to do: the process would else end with code 0 and no word. No signal handlers.
 */
export function watchExit(): void {
  const state = shared();
  if (state.watchesExit) return;
  state.watchesExit = true;
  process.on('beforeExit', () => {
    for (const cassette of [...state.unfinished]) cassette.engine.failStalled();
  });
  process.on('exit', (code) => {
    state.isExiting = true;
    const open = [...state.cassettes.values()];
    for (const cassette of open) cassette.engine.noteIgnoredPaths();
    tellUnfoundPaths();
    if (code !== 0) return;
    for (const cassette of open) cassette.engine.commitAtExit();
  });
}
