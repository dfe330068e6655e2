import { type Performance, performance } from 'node:perf_hooks';
import * as timers from 'node:timers';

/** What fake timers leave on a function that they put in the place of another, as @sinonjs/fake-timers does. */
interface Fake {
  readonly clock?: Readonly<Record<string, unknown>>;
}

/**
 * The timers of Node itself, from its own modules: the globals may be a test's fake ones when this is loaded, and stay
 * so here for ever (vitest's `setupFiles`, jest's `fakeTimers: { enableGlobally: true }`). A test that fakes timers fakes
 * its program's time, not the cassette's.
 */
export const setTimeout: typeof timers.setTimeout = realOf(timers.setTimeout, 'setTimeout');
export const clearTimeout: typeof timers.clearTimeout = realOf(timers.clearTimeout, 'clearTimeout');
export const setImmediate: typeof timers.setImmediate = realOf(timers.setImmediate, 'setImmediate');

const tick = realOf(process.nextTick, 'nextTick');
/** Runs `action` when the client's ticks have run dry. No module of Node has this but the global's owner. */
export const nextTick: (action: () => void) => void = isFake(tick)
  ? (action) => void setImmediate(action)
  : tick.bind(process);

// A fake one is put on the object, which all have; its class keeps Node's.
const { now: sinceStart } = Object.getPrototypeOf(performance) as Performance;

/** Milliseconds that never go back. */
export const now: () => number = () => sinceStart.call(performance);

const asleep = new Int32Array(new SharedArrayBuffer(4));
/** Holds up this thread for `ms` milliseconds. */
export function sleep(ms: number): void {
  Atomics.wait(asleep, 0, 0, ms);
}

const SystemDate = realOf(Date, 'Date');
const hasSystemDate = Function.prototype.toString.call(SystemDate).includes('[native code]');

/** The second that was told last, up to its milliseconds: calls come many a second. */
let second = Number.NaN;
let untilSecond = '';

/** The time of day, ISO 8601 in UTC. */
export function date(): string {
  // A fake clock takes a time that it is given for what it is.
  const ms = Math.floor(sinceEpoch());
  const ofSecond = ms % 1000;
  if (ms - ofSecond !== second) {
    second = ms - ofSecond;
    untilSecond = new SystemDate(second).toISOString().slice(0, -'000Z'.length);
  }
  return `${untilSecond}${String(ofSecond).padStart(3, '0')}Z`;
}

/** The same in milliseconds since 1970. */
export function sinceEpoch(): number {
  return hasSystemDate ? SystemDate.now() : performance.timeOrigin + now();
}

/** Fake timers keep what they replaced. In one process with CommonJS they stand in `node:timers` as well. */
function realOf<T extends object>(found: T, name: string): T {
  const { clock } = found as Fake;
  const kept = clock?.[`_${name}`];
  return typeof kept === 'function' ? (kept as unknown as T) : found;
}

function isFake(found: object): boolean {
  return 'clock' in found || '_isMockFunction' in found;
}
