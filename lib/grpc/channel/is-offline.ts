import { CassetteError } from '../../errors.js';
import type { CassetteFinder } from '../find-cassette.js';

/** Whether calls are answered without a server, or are tried to be: no connection is wanted before one is needed. */
export function isOffline(finder: CassetteFinder): boolean {
  try {
    const cassette = finder.peek();
    return cassette !== undefined && !cassette.engine.recordsAll;
  } catch (error) {
    // Told to the first call.
    if (CassetteError.is(error)) return true;
    throw error;
  }
}
