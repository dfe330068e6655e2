import { type Cassette, isCassette } from '../cassette/cassette.js';
import { CassetteError } from '../errors.js';
import { openRequested, requestCassette } from '../open/open-cassette.js';
import { type CassetteOptions, resolveOutside } from '../options.js';
import { currentCassette, findServed, type Served } from './current.js';
import { leaveOutside } from './outside.js';

/** Where the calls of a client are served. */
export interface CassetteFinder {
  /** Opens the cassette that the client itself was given, if it was, so that it hears at once what `openCassette` throws. */
  open(): void;
  /** The cassette of a call that starts now; undefined where none is in charge. Throws what `openCassette` throws. */
  find(): Served | undefined;
  /** The one that a call would have now. A doubt about that is no call's miss. Throws as `find` does. */
  peek(): Cassette | undefined;
  /**
   * What is to be said of a call of `method` that no cassette is in charge of, before it passes through. Throws a
   * `CassetteError` (`no_cassette`) where it is not to.
   */
  leaveOutside(method: string): void;
}

/** What an interceptor or a channel that was given no cassette does. */
export interface OutsideOptions {
  /**
   * What becomes of a call that no cassette is in charge of: `pass` (it goes to the server, unrecorded), `warn` (the same,
   * told once for each method), `error` (it fails with FAILED_PRECONDITION and reaches nobody). The environment variable
   * `GRPC_CASSETTE_OUTSIDE` wins over it. Default: `pass`; `warn` under the hooks of a test runner.
   */
  readonly outside?: 'pass' | 'warn' | 'error';
}

/**
 * Settles which cassette serves the calls of a client: the one at a path, one that was opened before, or the current one
 * at each call. `caller` is the public function that was given them. Throws a `CassetteError` (`invalid_option`).
 */
export function cassetteFinder(
  caller: string,
  cassette: string | Cassette | OutsideOptions | undefined,
  options: (CassetteOptions & OutsideOptions) | undefined,
): CassetteFinder {
  if (typeof cassette === 'string') return reopening(cassette, options);
  if (cassette === undefined) return current(caller, options);
  if (options === undefined && isOutsideOptions(cassette)) return current(caller, cassette);
  if (options !== undefined) throw withoutPath(caller);
  if (!isCassette(cassette)) {
    throw new CassetteError(
      'invalid_option',
      `${caller} was given ${cassette === null ? 'null' : typeof cassette}. Give it a path, a cassette from openCassette, or nothing.`,
      { option: 'cassette' },
    );
  }
  return always(() => cassette);
}

/** The cassette at a path, opened again when it was closed: a client may outlive many tests. */
function reopening(path: string, options: CassetteOptions | undefined): CassetteFinder {
  const request = requestCassette(path, options);
  let cassette: Cassette | undefined;
  return always(() => {
    if (cassette === undefined || cassette.isClosed) cassette = openRequested(request);
    return cassette;
  });
}

function current(caller: string, options: OutsideOptions | undefined): CassetteFinder {
  const { outside, ...others } = options ?? {};
  if (Object.keys(others).length > 0) throw withoutPath(caller);
  const rule = resolveOutside(outside);
  return {
    open() {},
    find: findServed,
    peek: currentCassette,
    leaveOutside: (method) => leaveOutside(method, rule, outside !== undefined),
  };
}

function isOutsideOptions(value: unknown): value is OutsideOptions {
  return typeof value === 'object' && value !== null && !isCassette(value) && 'outside' in value;
}

function always(find: () => Cassette): CassetteFinder {
  return {
    open: () => void find(),
    find: () => ({ cassette: find(), isByFallback: false }),
    peek: find,
    leaveOutside() {},
  };
}

function withoutPath(caller: string): CassetteError {
  return new CassetteError(
    'invalid_option',
    `${caller} was given options without a path. Give them to openCassette or useCassette, which open the cassette; outside is the only one that goes without.`,
    { option: 'options' },
  );
}
