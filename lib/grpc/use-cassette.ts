import type { Cassette } from '../cassette/cassette.js';
import { CassetteError } from '../errors.js';
import { countOf } from '../model/text/count-of.js';
import { someOf } from '../model/text/printable.js';
import { isOpen, openOwned, openRequested } from '../open/open-cassette.js';
import { shared } from '../open/registry.js';
import { rejectCassette } from '../open/reject-cassette.js';
import { warn } from '../open/warn.js';
import type { CassetteOptions } from '../options.js';
import { OTHER_WAITS } from '../replay/waiting.js';
import { whileUsing } from './current.js';
import { type MissRule, MissWatch, requestUse } from './miss-watch.js';

/** How many open calls are named. */
const MOST_NAMED = 5;

/** How a cassette is used that is in charge for a while. */
export interface UseOptions extends CassetteOptions {
  /**
   * What the end does about calls that nothing recorded answered: `error` rejects with the explanation, also where the
   * program swallowed the call's error. Default: `error`.
   */
  readonly onMiss?: MissRule;
}

/**
 * Runs `run` with the cassette at `path` in charge of every interceptor that was given none, then closes it, unless it
 * was open before or is still used by another `useCassette`. Resolves to what `run` resolves to. When `run` fails, its
 * error is passed on, and what was recorded is set aside as `<name>.rejected.yaml` instead of being saved over a good
 * cassette. Where calls missed and `run` did not fail, rejects with the `CassetteError` that explains it.
 */
export function useCassette<T>(path: string, run: (cassette: Cassette) => Promise<T> | T): Promise<T>;
export function useCassette<T>(
  path: string,
  options: UseOptions,
  run: (cassette: Cassette) => Promise<T> | T,
): Promise<T>;
export async function useCassette<T>(
  path: string,
  ...rest: readonly [UseOptions | Run<T>, Run<T>?]
): Promise<T> {
  const { options, run } = argumentsOf(rest);
  const { request, onMiss } = requestUse(path, options);
  const wasOpen = isOpen(request);
  const cassette = wasOpen ? openRequested(request) : openOwned(request);
  const usersOf = shared().users;
  if (!wasOpen) usersOf.set(cassette, { count: 0, haveFailed: false, watchesMisses: onMiss === 'error' });
  const users = usersOf.get(cassette);
  if (users !== undefined) users.count += 1;
  const misses = new MissWatch(cassette, onMiss);
  let result: T;
  try {
    result = await whileUsing(cassette, async () => run(cassette)).catch((error: unknown) => {
      misses.tellBeside(error);
      throw error;
    });
    misses.assertNone();
  } catch (error) {
    if (users !== undefined) users.haveFailed = true;
    // What the program says comes first, also when its recording cannot be set aside.
    await leave(cassette).catch((trouble: Error) => warn(trouble.message));
    throw error;
  }
  if (users?.count === 1) tellUnfinished(cassette);
  await leave(cassette);
  return result;
}

type Run<T> = (cassette: Cassette) => Promise<T> | T;

function argumentsOf<T>([first, second]: readonly [UseOptions | Run<T>, Run<T>?]): {
  readonly options: UseOptions;
  readonly run: Run<T>;
} {
  const [options, run] = typeof first === 'function' && second === undefined ? [{}, first] : [first, second];
  if (typeof run === 'function') return { options: options as UseOptions, run };
  throw new CassetteError(
    'invalid_option',
    `useCassette was given ${run === null ? 'null' : typeof run} to run. Give it a path, options where there are any, and a function.`,
    { option: 'run' },
  );
}

/** What a use that did not fail may have forgotten. */
function tellUnfinished(cassette: Cassette): void {
  const { path, engine, openCalls } = cassette;
  const waiting = openCalls.filter(({ waitsFor }) => waitsFor !== OTHER_WAITS.cancel);
  if (waiting.length > 0) {
    const named = someOf(
      waiting.map(({ method, waitsFor }) => `${method} waits for ${waitsFor}`),
      MOST_NAMED,
    );
    warn(
      `${path}: ${countOf(waiting.length, 'call')} ${waiting.length === 1 ? 'was' : 'were'} still open when the function of useCassette ended (${named.join(', ')}). Let it return a promise that waits for ${waiting.length === 1 ? 'it' : 'them'}.`,
    );
  } else if (!engine.wasAsked && cassette.mode !== 'none' && cassette.plan === 'record') {
    warn(
      `${path}: nothing was recorded, for no call asked this cassette. Give the client cassetteInterceptor(), or a cassetteChannel().`,
    );
  }
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
