// biome-ignore lint/correctness/noNodejsModules: it loads a library, as an import does, and does nothing else.
// biome-ignore lint/style/noRestrictedImports: the same.
import { createRequire } from 'node:module';

type JsYaml = typeof import('js-yaml');

const require = createRequire(import.meta.url);
let loaded: JsYaml | undefined;

/** The parser for what is not written as this library and PyYAML write it: most cassettes are read without it. */
export function loadJsYaml(): JsYaml {
  loaded ??= require('js-yaml') as JsYaml;
  return loaded;
}
