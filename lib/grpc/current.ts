import { AsyncLocalStorage } from 'node:async_hooks';
import type { Cassette } from '../cassette/cassette.js';
import { processWide } from '../open/process-wide.js';

/** Who is in charge where no path was given: a cassette, or what gives one, or none, when a call asks. */
export type InCharge = Cassette | (() => Cassette | undefined);

/** What all copies of this library in a process share. */
interface Shared {
  readonly storage: AsyncLocalStorage<InCharge | undefined>;
  /** For calls whose asynchronous context was lost, or began before anything was in charge. */
  fallback: InCharge | undefined;
}

const shared = processWide<Shared>('grpc-cassette/current', () => ({
  storage: new AsyncLocalStorage(),
  fallback: undefined,
}));

/**
 * The cassette in charge where no path was given: the one of this asynchronous context (`useCassette`, the mocha hooks);
 * undefined where there is none, and calls pass through untouched.
 */
export function currentCassette(): Cassette | undefined {
  return cassetteOf(shared.storage.getStore() ?? shared.fallback);
}

/** The cassette in charge of calls that have no asynchronous context. */
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

function cassetteOf(inCharge: InCharge | undefined): Cassette | undefined {
  return typeof inCharge === 'function' ? inCharge() : inCharge;
}
