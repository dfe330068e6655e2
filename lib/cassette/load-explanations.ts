// biome-ignore lint/correctness/noNodejsModules: it loads a part of the library, as an import does, and does nothing else.
// biome-ignore lint/style/noRestrictedImports: the same.
import { createRequire } from 'node:module';

type ExplanationsModule = typeof import('./explanations.js');

const require = createRequire(import.meta.url);

/** A replay that goes well explains nothing. */
export function loadExplanations(): ExplanationsModule {
  return require('./explanations.js') as ExplanationsModule;
}
