import { type Cassette, isCassette } from '../cassette/cassette.js';
import { CassetteError } from '../errors.js';
import { openRequested, requestCassette } from '../open/open-cassette.js';
import type { CassetteOptions } from '../options.js';
import { currentCassette } from './current.js';

/** Which cassette serves a call that starts now; undefined where none is in charge. */
export type CassetteFinder = () => Cassette | undefined;

/**
 * Settles which cassette serves the calls of a client: the one at a path, one that was opened before, or the current one
 * at each call. `caller` is the public function that was given them. The finder throws what `openCassette` throws.
 */
export function cassetteFinder(
  caller: string,
  cassette: string | Cassette | undefined,
  options: CassetteOptions | undefined,
): CassetteFinder {
  if (typeof cassette === 'string') return reopening(cassette, options);
  if (options !== undefined) {
    throw new CassetteError(
      'invalid_option',
      `${caller} was given options without a path. Give them to openCassette or useCassette, which open the cassette.`,
      { option: 'options' },
    );
  }
  if (cassette === undefined) return currentCassette;
  if (!isCassette(cassette)) {
    throw new CassetteError(
      'invalid_option',
      `${caller} was given ${cassette === null ? 'null' : typeof cassette}. Give it a path, a cassette from openCassette, or nothing.`,
      { option: 'cassette' },
    );
  }
  return () => cassette;
}

/** The cassette at a path, opened again when it was closed: a client may outlive many tests. */
function reopening(path: string, options: CassetteOptions | undefined): CassetteFinder {
  const request = requestCassette(path, options);
  let cassette: Cassette | undefined;
  return () => {
    if (cassette === undefined || cassette.isClosed) cassette = openRequested(request);
    return cassette;
  };
}
