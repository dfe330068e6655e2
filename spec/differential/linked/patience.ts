import type { Calls } from './calls.js';

/**
 * Lets a program give up once nothing has happened for so long: one that was changed may wait for what never comes, as it
 * would live. The timer does not hold the process, so that one that ends in silence still does. Returns what ends this.
 */
export function loseInterest(calls: Calls, patienceMs: number): () => void {
  let seen = -1;
  const timer = setInterval(() => {
    if (calls.log.length !== seen) {
      seen = calls.log.length;
      return;
    }
    calls.note(`${LOST_PATIENCE}${calls.open.join(', ')}`);
    calls.giveUp();
    clearInterval(timer);
  }, patienceMs).unref();
  return () => clearInterval(timer);
}

/** What such a program notes, before the names of the calls that are open. */
export const LOST_PATIENCE = 'lost patience with ';
