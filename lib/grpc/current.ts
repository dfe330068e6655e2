import { AsyncLocalStorage } from 'node:async_hooks';
import type { Cassette } from '../cassette/cassette.js';

const KEY = Symbol.for('grpc-cassette/current');
const holder = globalThis as { [KEY]?: AsyncLocalStorage<Cassette | undefined> };
holder[KEY] ??= new AsyncLocalStorage();
const storage = holder[KEY];

/** The cassette in charge where no path was given: the one of this asynchronous context. */
export function currentCassette(): Cassette | undefined {
  return storage.getStore();
}

/** Runs `action`, and all that it starts, with `cassette` in charge. */
export function withCassette<T>(cassette: Cassette, action: () => T): T {
  return storage.run(cassette, action);
}
