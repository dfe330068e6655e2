import type { Cassette } from '../cassette/cassette.js';
import { CassetteError } from '../errors.js';
import { isOpen, openRequested, requestCassette } from '../open/open-cassette.js';
import { shared } from '../open/registry.js';
import { rejectCassette } from '../open/reject-cassette.js';
import { warn } from '../open/warn.js';
import type { CassetteOptions } from '../options.js';
import { withCassette } from './current.js';

/**
 * Runs `run` with the cassette at `path` in charge of every interceptor that was given none, then closes it, unless it
 * was open before or is still used by another `useCassette`. Resolves to what `run` resolves to. When `run` fails, its
 * error is passed on, and what was recorded is set aside as `<name>.rejected.yaml` instead of being saved over a good
 * cassette.
 */
export async function useCassette<T>(
  path: string,
  options: CassetteOptions,
  run: (cassette: Cassette) => Promise<T>,
): Promise<T> {
  if (typeof run !== 'function') {
    throw new CassetteError(
      'invalid_option',
      `useCassette was given ${run === null ? 'null' : typeof run} to run. Give it a path, options ({} for none) and a function.`,
      { option: 'run' },
    );
  }
  const request = requestCassette(path, options);
  const wasOpen = isOpen(request);
  const cassette = openRequested(request);
  const usersOf = shared().users;
  if (!wasOpen) usersOf.set(cassette, { count: 0, haveFailed: false });
  const users = usersOf.get(cassette);
  if (users !== undefined) users.count += 1;
  let result: T;
  try {
    result = await withCassette(cassette, () => run(cassette));
  } catch (error) {
    if (users !== undefined) users.haveFailed = true;
    // What the program says comes first, also when its recording cannot be set aside.
    await leave(cassette).catch((trouble: Error) => warn(trouble.message));
    throw error;
  }
  await leave(cassette);
  return result;
}

/** The last user closes what `useCassette` has opened. */
async function leave(cassette: Cassette): Promise<void> {
  const usersOf = shared().users;
  const users = usersOf.get(cassette);
  if (users === undefined) return;
  users.count -= 1;
  if (users.count > 0) return;
  usersOf.delete(cassette);
  await (users.haveFailed ? rejectCassette(cassette) : cassette.close());
}
