import { AsyncLocalStorage } from 'node:async_hooks';
import type { Cassette } from '../cassette/cassette.js';
import { CassetteError } from '../errors.js';
import { processWide } from '../open/process-wide.js';

/** What a runner's entry has put in charge: it gives a cassette, or none, when a call asks. */
export type InCharge = () => Cassette | undefined;

/** A cassette that `useCassette` or `insertCassette` has put in charge, until it is taken out. */
export interface Use {
  readonly cassette: Cassette;
  /** What there is to do when it was taken out; undefined for `useCassette`, which has a context of its own, and sees to that itself. */
  readonly eject: (() => Promise<void>) | undefined;
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
  /** The use of a `useCassette`, or what a runner's entry has put in charge. */
  readonly storage: AsyncLocalStorage<Use | InCharge | undefined>;
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
 * The cassette in charge where no path was given: the one of the `useCassette` that this runs in, failing that the one that
 * was inserted last, that of a test runner's entry, or the only one in use; undefined where there is none, and calls pass
 * through. Throws a `CassetteError` (`ambiguous_cassette`) where several are in use and it cannot be told whose this is.
 */
export function currentCassette(): Cassette | undefined {
  return findInCharge(() => undefined)?.cassette;
}

/** The same for a call, and how it was found. Where that cannot be told, each cassette that it may belong to notes the miss. */
export function findServed(): Served | undefined {
  return findInCharge(noteInAll);
}

/** The cassette in charge of calls that have no asynchronous context, as the hooks of a test runner have it. Throws as `findServed` does. */
export function fallbackCassette(): Cassette | undefined {
  return findWithoutContext(noteInAll)?.cassette;
}

/** Whether the hooks of a test runner have charge here: where they give no cassette, somebody has said that there is to be none. */
export function isOfRunner(): boolean {
  return typeof shared.storage.getStore() === 'function';
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
  const use: Use = { cassette, eject: undefined, within: typeof store === 'object' ? store : undefined };
  shared.uses.push(use);
  try {
    return await shared.storage.run(use, action);
  } finally {
    remove(use);
  }
}

/** Puts a cassette in charge of calls that are not made within a `useCassette`, until it is taken out; then `eject` is to be called. */
export function insert(cassette: Cassette, eject: () => Promise<void>): void {
  shared.uses.push({ cassette, eject, within: undefined });
}

/** Takes out what was inserted last, by whichever copy of this library, and returns its `eject`; undefined where nothing is. */
export function takeOutLast(): Use['eject'] {
  const use = shared.uses.findLast(({ eject }) => eject !== undefined);
  if (use !== undefined) remove(use);
  return use?.eject;
}

function remove(use: Use): void {
  shared.uses.splice(shared.uses.indexOf(use), 1);
}

/** Told that a call may belong to any of the cassettes. */
type TellAmbiguous = (error: CassetteError, cassettes: readonly Cassette[]) => void;

function findInCharge(tell: TellAmbiguous): Served | undefined {
  const own = shared.storage.getStore();
  if (typeof own === 'object') return { cassette: own.cassette, isByFallback: false };
  const last = shared.uses.at(-1);
  if (own === undefined || last?.eject !== undefined) return findWithoutContext(tell);
  return servedBy(own());
}

function findWithoutContext(tell: TellAmbiguous): Served | undefined {
  const last = shared.uses.at(-1);
  if (last === undefined) return servedBy(shared.fallback?.());
  if (last.eject !== undefined) return { cassette: last.cassette, isByFallback: false };
  return { cassette: onlyOneInUse(tell), isByFallback: true };
}

function servedBy(cassette: Cassette | undefined): Served | undefined {
  return cassette && { cassette, isByFallback: false };
}

/** Of a `useCassette` within another, the inner one is meant. */
function onlyOneInUse(tell: TellAmbiguous): Cassette {
  const { uses } = shared;
  const innermost = uses.filter(
    (use) => use.eject === undefined && !uses.some(({ within }) => within === use),
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
  tell(error, cassettes);
  throw error;
}

/** A program that swallows the error must not pass a test, and it may be any of these. */
function noteInAll(error: CassetteError, cassettes: readonly Cassette[]): void {
  for (const { engine } of cassettes) engine.misses.add(error);
}
