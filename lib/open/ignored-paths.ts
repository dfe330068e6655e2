import { someOf } from '../model/printable.js';
import { shared } from './registry.js';
import { warn } from './warn.js';

/** How many are named. */
const MOST_NAMED = 10;

/** Notes of a cassette's ignored paths whether they named a field of a request. */
export function noteIgnoredPath(path: string, isFound: boolean): void {
  const { ignoredPaths } = shared();
  ignoredPaths.set(path, isFound || ignoredPaths.get(path) === true);
}

/**
 * Tells of ignored paths that named no field of any request, in no cassette of this process: options are often those of
 * many cassettes, and few paths lead somewhere in each.
 */
export function tellUnfoundPaths(): void {
  const unfound = [...shared().ignoredPaths].filter(([, isFound]) => !isFound).map(([path]) => path);
  if (unfound.length === 0) return;
  const those = unfound.length === 1 ? 'it' : 'them';
  warn(
    `ignore: ${someOf(unfound, MOST_NAMED).join(', ')} named no field of any request. Correct ${those}, or leave ${those} out.`,
  );
}
