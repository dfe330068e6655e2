import { AsyncLocalStorage } from 'node:async_hooks';
import type { Cassette } from '../cassette/cassette.js';
import { CassetteError } from '../errors.js';
import { processWide } from '../open/process-wide.js';

/** Who is in charge where no path was given: a cassette, or what gives one, or none, when a call asks. */
export type InCharge = Cassette | (() => Cassette | undefined);

/** A cassette that `useCassette` or `insertCassette` has put in charge, until it is taken out. */
export interface Use {
  readonly cassette: Cassette;
  /** What the asynchronous context of a `useCassette` holds; undefined for `insertCassette`, which enters none. */
  readonly inCharge: InCharge | undefined;
  /** The `useCassette` that this one was called in. */
  readonly within: Use | undefined;
}

/** A cassette that serves a call. */
export interface Served {
  readonly cassette: Cassette;
  /** Whether the call has lost the context of the `useCassette` that it is taken to belong to. */
  readonly isByFallback: boolean;
}

/** What all copies of this library in a process share. */
interface Shared {
  readonly storage: AsyncLocalStorage<InCharge | undefined>;
  /** For calls whose asynchronous context was lost, or began before anything was in charge. */
  fallback: InCharge | undefined;
  /** In the order in which they began. */
  readonly uses: Use[];
}

const shared = processWide<Shared>('grpc-cassette/current', () => ({
  storage: new AsyncLocalStorage(),
  fallback: undefined,
  uses: [],
}));

/**
 * The cassette in charge where no path was given: the one of this asynchronous context (`useCassette`, the mocha hooks),
 * failing that the one that was inserted last or the only one in use; undefined where there is none, and calls pass
 * through. Throws a `CassetteError` (`ambiguous_cassette`) where several are in use and it cannot be told whose this is.
 */
export function currentCassette(): Cassette | undefined {
  return findServed()?.cassette;
}

/** The same, and how it was found. */
export function findServed(): Served | undefined {
  const own = shared.storage.getStore();
  const last = shared.uses.at(-1);
  if (own === undefined && last?.inCharge !== undefined) {
    return { cassette: onlyOneInUse(), isByFallback: true };
  }
  const cassette = cassetteOf(own ?? last?.cassette ?? shared.fallback);
  return cassette && { cassette, isByFallback: false };
}

/** The cassette in charge of calls that have no asynchronous context, as the hooks of a test runner have it. */
export function fallbackCassette(): Cassette | undefined {
  return cassetteOf(shared.fallback);
}

/** Runs `action`, and all that it starts, with `inCharge` in charge. */
export function withCassette<T>(inCharge: InCharge, action: () => T): T {
  return shared.storage.run(inCharge, action);
}

/** Puts `inCharge` in charge of all that follows, here and where there is no asynchronous context, until the next. */
export function putInCharge(inCharge: InCharge | undefined): void {
  shared.storage.enterWith(inCharge);
  shared.fallback = inCharge;
}

/** Runs `action` with a cassette in charge of all that it starts, and of calls elsewhere while no other is in use. */
export async function whileUsing<T>(cassette: Cassette, action: () => Promise<T>): Promise<T> {
  const store = shared.storage.getStore();
  const within = shared.uses.find(({ inCharge }) => inCharge !== undefined && inCharge === store);
  const use: Use = { cassette, inCharge: () => cassette, within };
  shared.uses.push(use);
  try {
    return await shared.storage.run(use.inCharge, action);
  } finally {
    remove(use);
  }
}

/** Puts a cassette in charge of calls that have no asynchronous context, until it is taken out. */
export function insert(cassette: Cassette): Use {
  const use: Use = { cassette, inCharge: undefined, within: undefined };
  shared.uses.push(use);
  return use;
}

/** Takes out what was inserted last; undefined where nothing is. */
export function takeOutLast(): Use | undefined {
  const use = shared.uses.findLast(({ inCharge }) => inCharge === undefined);
  if (use !== undefined) remove(use);
  return use;
}

function remove(use: Use): void {
  shared.uses.splice(shared.uses.indexOf(use), 1);
}

/** Of a `useCassette` within another, the inner one is meant. */
function onlyOneInUse(): Cassette {
  const { uses } = shared;
  const innermost = uses.filter(
    (use) => use.inCharge !== undefined && !uses.some(({ within }) => within === use),
  );
  const [cassette, ...others] = new Set(innermost.map((use) => use.cassette));
  if (cassette !== undefined && others.length === 0) return cassette;
  const cassettes = cassette === undefined ? [] : [cassette, ...others];
  const error = new CassetteError(
    'ambiguous_cassette',
    `Several cassettes are in use (${cassettes.map(({ path }) => path).join(', ')}), and a call that was made outside of their functions may belong to any. ` +
      'Run what makes such calls, a server under test, inside useCassette or after the others have ended, or give its client a cassette of its own.',
    {},
  );
  // A program that swallows the error must not pass a test, and it may be any of these.
  for (const { engine } of cassettes) engine.noteMiss(error);
  throw error;
}

function cassetteOf(inCharge: InCharge | undefined): Cassette | undefined {
  return typeof inCharge === 'function' ? inCharge() : inCharge;
}
