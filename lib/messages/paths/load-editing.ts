// biome-ignore lint/correctness/noNodejsModules: it loads a part of the library, as an import does, and does nothing else.
// biome-ignore lint/style/noRestrictedImports: the same.
import { createRequire } from 'node:module';

type EditingModule = typeof import('./editing.js');

const require = createRequire(import.meta.url);
let loaded: EditingModule | undefined;

/** Most cassettes neither redact fields nor ignore any. */
export function loadEditing(): EditingModule {
  loaded ??= require('./editing.js') as EditingModule;
  return loaded;
}
