import { writeSync } from 'node:fs';
import { sleep } from './real-timers.js';

/** In a worker, too, whose `process.stderr` has none. */
const DESCRIPTOR = 2;
/** So often, and so many milliseconds each time, a reader is waited for that does not read. */
const MOST_WAITS = 1000;
const WAIT = 1;

/**
 * Writes a text before it returns: the process may be ended next. Where that is a pipe which is full, its reader is waited
 * for. Throws where that is too slow, and where nobody reads any more.
 */
export function writeToStandardError(text: string): void {
  const bytes = Buffer.from(text);
  let waits = 0;
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(DESCRIPTOR, bytes, done);
      waits = 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || waits === MOST_WAITS) throw error;
      waits += 1;
      sleep(WAIT);
    }
  }
}
