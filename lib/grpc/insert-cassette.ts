import type { Cassette } from '../cassette/cassette.js';
import { CassetteError } from '../errors.js';
import { isOpen, openOwned, openRequested } from '../open/open-cassette.js';
import { rejectCassette } from '../open/reject-cassette.js';
import { warn } from '../open/warn.js';
import { insert, takeOutLast } from './current.js';
import { MissWatch, requestUse } from './miss-watch.js';
import type { UseOptions } from './use-cassette.js';

/**
 * Puts the cassette at `path` in charge of every interceptor that was given none, wherever the call is made, until
 * `ejectCassette` takes it out: for fixtures and hooks, whose asynchronous context does not reach the test. Of several, the
 * last counts; inside of `useCassette` that one's cassette does.
 * Throws a `CassetteError`: `invalid_option`, or `conflicting_options` when it is open with other options.
 */
export function insertCassette(path: string, options: UseOptions = {}): Cassette {
  const { request, onMiss } = requestUse(path, options);
  const isOurs = !isOpen(request);
  const cassette = isOurs ? openOwned(request) : openRequested(request);
  const misses = new MissWatch(cassette, onMiss);
  insert(cassette, () => end(cassette, misses, isOurs));
  return cassette;
}

/**
 * Takes out the cassette that was inserted last, and closes it, unless it was open before. Rejects with the `CassetteError`
 * that explains it where calls missed meanwhile and `onMiss` is not `ignore`; what was recorded is set aside as
 * `<name>.rejected.yaml` then. Rejects with `no_cassette` where none is inserted, and as `close` does.
 */
export async function ejectCassette(): Promise<void> {
  const eject = takeOutLast();
  if (eject === undefined) {
    throw new CassetteError(
      'no_cassette',
      'ejectCassette was called and no cassette is inserted. Call it once for each insertCassette.',
    );
  }
  await eject();
}

/** `isOurs`: the cassette was opened by being inserted, and so is closed with that. */
async function end(cassette: Cassette, misses: MissWatch, isOurs: boolean): Promise<void> {
  try {
    misses.assertNone();
  } catch (error) {
    // The explanation comes first, also when what was recorded cannot be set aside.
    if (isOurs) await rejectCassette(cassette).catch((trouble: Error) => warn(trouble.message));
    throw error;
  }
  if (isOurs) await cassette.close();
}
