import type { Clock } from '../model/surroundings.js';
import { clearTimeout, date, nextTick, now, setImmediate, setTimeout, sleep } from './real-timers.js';

/** After this many turns in a row the event loop is let in, so that a long stream starves neither timers nor sockets. */
const TURNS_IN_A_ROW = 256;

/** Its `then` is `queueMicrotask`, without the asynchronous resource that Node makes for each of those. */
const RESOLVED = Promise.resolve();

let turns = 0;
/** The action of the last turn, and what has it done once the ticks have run dry: a player always has the same one. */
let turn: (() => void) | undefined;
let afterTicks = (): void => undefined;

/** The clock of this process. */
export const systemClock: Clock = {
  now,
  date,
  after(ms, action, keepAlive) {
    const timer = setTimeout(action, ms);
    if (!keepAlive) timer.unref();
    return () => clearTimeout(timer);
  },
  // Microtasks first, then ticks: all that the client has put off itself is done before.
  nextTurn(action) {
    turns += 1;
    if (turns % TURNS_IN_A_ROW === 0) setImmediate(action);
    else void RESOLVED.then(afterTicksOf(action));
  },
  nextRound: (action) => void setImmediate(action),
  sleep,
};

function afterTicksOf(action: () => void): () => void {
  if (action !== turn) {
    turn = action;
    afterTicks = () => nextTick(action);
  }
  return afterTicks;
}
