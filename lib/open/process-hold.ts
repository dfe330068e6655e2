import { ProcessHold } from '../replay/process-hold.js';
import { processWide } from './process-wide.js';
import { systemClock } from './system-clock.js';

/** What keeps this process alive for the replayed calls of all copies of the library. */
export function processHold(): ProcessHold {
  return processWide('grpc-cassette/process-hold', () => new ProcessHold(systemClock));
}
