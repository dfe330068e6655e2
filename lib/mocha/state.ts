import { processWide } from '../open/process-wide.js';
import { readMochaConfiguration } from './configuration.js';
import { Run } from './run.js';

/** The run of this process, which all copies of this library in it share. */
export function theRun(): Run {
  return processWide('grpc-cassette/mocha', () => new Run(readMochaConfiguration()));
}
