/**
 * What all copies of this library in a process share, for a module can be loaded twice. `make` is called by the first
 * copy that asks for what stands under `key`.
 */
export function processWide<T>(key: string, make: () => T): T {
  const holder = globalThis as Record<symbol, unknown>;
  const symbol = Symbol.for(key);
  holder[symbol] ??= make();
  return holder[symbol] as T;
}
