import type { CallsJob } from './record-calls.js';
import type { Opening } from './tape.js';

/** How a process commits again and again: by `save()` where it owns its cassette, else after a round without calls. */
export const COMMITTING: Readonly<Record<Opening, Partial<CallsJob>>> = {
  owned: { opening: 'owned', saveEvery: 0, rounds: 1 },
  unowned: { opening: 'unowned', rounds: 2 },
};
