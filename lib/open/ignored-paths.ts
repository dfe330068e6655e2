import { shared } from './registry.js';
import { warn } from './warn.js';

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
  for (const [path, isFound] of shared().ignoredPaths) {
    if (!isFound) warn(`ignore: ${path} named no field of any request. Correct it, or leave it out.`);
  }
}
