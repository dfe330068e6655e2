import { readConfiguration } from './configuration.js';
import { Run } from './run.js';

const KEY = Symbol.for('grpc-cassette/mocha');
const holder = globalThis as { [KEY]?: Run };

/** The run of this process, which all copies of this library in it share: a module can be loaded twice. */
export function theRun(): Run {
  holder[KEY] ??= new Run(readConfiguration());
  return holder[KEY];
}
