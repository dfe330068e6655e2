// biome-ignore lint/correctness/noNodejsModules: it loads a part of the library, as an import does, and does nothing else.
// biome-ignore lint/style/noRestrictedImports: the same.
import { createRequire } from 'node:module';

type TakeModule = typeof import('../record/take.js');

const require = createRequire(import.meta.url);

/** A replay records no call. */
export function loadTake(): TakeModule {
  return require('../record/take.js') as TakeModule;
}
