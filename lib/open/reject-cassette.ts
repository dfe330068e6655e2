import type { Cassette } from '../cassette/cassette.js';

/**
 * Closes a cassette whose test or program has failed: what it recorded goes into `<name>.rejected.yaml` instead of over a
 * good cassette. Rejects with a `CassetteError` (`write_failed`).
 */
export function rejectCassette(cassette: Cassette): Promise<void> {
  return cassette.engine.reject();
}
