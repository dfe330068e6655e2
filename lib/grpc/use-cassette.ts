import type { Cassette } from '../cassette/cassette.js';
import { openCassette } from '../open/open-cassette.js';
import type { CassetteOptions } from '../options.js';
import { withCassette } from './current.js';

/**
 * Runs `run` with the cassette at `path` in charge of every interceptor that was given none, then closes it.
 * Resolves to what `run` resolves to. When `run` fails, its error is passed on, and what was recorded is set aside as
 * `<name>.rejected.yaml` instead of being saved over a good cassette.
 */
export async function useCassette<T>(
  path: string,
  options: CassetteOptions,
  run: (cassette: Cassette) => Promise<T>,
): Promise<T> {
  const cassette = openCassette(path, options);
  let result: T;
  try {
    result = await withCassette(cassette, () => run(cassette));
  } catch (error) {
    // What the program says comes first, also when its recording cannot be set aside.
    await cassette
      .reject()
      .catch((trouble: Error) => process.emitWarning(trouble.message, 'GrpcCassetteWarning'));
    throw error;
  }
  await cassette.close();
  return result;
}
