// biome-ignore lint/correctness/noNodejsModules: it loads a part of the library, as an import does, and does nothing else.
// biome-ignore lint/style/noRestrictedImports: the same.
import { createRequire } from 'node:module';

type ClassMeaningModule = typeof import('./class-meaning.js');

const require = createRequire(import.meta.url);

/** Many clients have plain objects for messages, and no class. */
export function loadClassMeaning(): ClassMeaningModule {
  return require('./class-meaning.js') as ClassMeaningModule;
}
