// biome-ignore lint/correctness/noNodejsModules: it loads a part of the library, as an import does, and does nothing else.
// biome-ignore lint/style/noRestrictedImports: the same.
import { createRequire } from 'node:module';

type RecordingModule = typeof import('./recording.js');

const require = createRequire(import.meta.url);
let loaded: RecordingModule | undefined;

/** A replay records no call. */
export function loadRecording(): RecordingModule {
  loaded ??= require('./recording.js') as RecordingModule;
  return loaded;
}
