import { type CassetteFinder, cassetteFinder } from '../grpc/find-cassette.js';

/**
 * The cassette in charge of a call: the current one; where there is none, as in a program that knows nothing of cassettes,
 * the one at `GRPC_CASSETTE_PATH`. Empty is not given. Throws a `CassetteError` (`invalid_option`).
 */
export function createFinder(environment: NodeJS.ProcessEnv): CassetteFinder {
  const path = environment['GRPC_CASSETTE_PATH']?.trim();
  const findCurrent = cassetteFinder('grpc-cassette/register', undefined, undefined);
  if (path === undefined || path === '') return findCurrent;
  const findNamed = cassetteFinder('GRPC_CASSETTE_PATH', path, undefined);
  return () => findCurrent() ?? findNamed();
}
