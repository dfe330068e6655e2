import type { Debug } from '../model/surroundings.js';

/** Tells of one cassette: its path stands before each line. */
export function debugOf(debug: Debug, path: string): Debug {
  return (describe) => debug(() => `${path}: ${describe()}`);
}
