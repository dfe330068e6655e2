/** Something that is measured once a round. */
export interface Subject<T = number> {
  /** Does a round's work; what it sets up first is not counted. Returns what was measured, mostly microseconds a unit. */
  run(): Promise<T>;
}

/** A median with the middle half of what was measured around it. */
export interface Spread {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

/** Two rounds nobody counts: the compiler has seen all code by then. */
export const WARM_UP = 2;

/**
 * Runs the subjects in turn, round by round, in an order that changes: each comes in every place and after every other
 * as often, for what ran just before leaves caches and garbage behind. Returns what was measured of each, round by round.
 * `warmUp` rounds are not counted; processes of their own need none.
 */
export async function interleave<T = number>(
  subjects: readonly Subject<T>[],
  rounds: number,
  warmUp: number = WARM_UP,
): Promise<T[][]> {
  const measured = subjects.map((): T[] => []);
  for (let round = 0; round < rounds + warmUp; round += 1) {
    for (const index of orderOf(round, subjects.length)) {
      collectGarbage();
      const found = await subjects[index]?.run();
      if (round >= warmUp && found !== undefined) measured[index]?.push(found);
    }
  }
  return measured;
}

/** Each rotation, forwards and backwards: of three subjects these are all six orders. */
function orderOf(round: number, count: number): number[] {
  const order = Array.from({ length: count }, (_, index) => (index + (round >> 1)) % count);
  return round % 2 === 0 ? order : order.reverse();
}

/** How many times as long `a` took as `b`, round by round. */
export function ratios(a: readonly number[], b: readonly number[]): number[] {
  return a.map((time, round) => time / (b[round] ?? Number.NaN));
}

/** The median and the quartiles. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), lower: quantile(sorted, 0.25), upper: quantile(sorted, 0.75) };
}

/** Microseconds a unit, for work that is done when its promise is. */
export async function timed(units: number, work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return ((performance.now() - start) * 1000) / units;
}

/** The same of the processor's time, of all threads, for what others at work on the machine would hold up. */
export async function timedCpu(units: number, work: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / units;
}

/** What others left behind is not to be swept up on the clock. */
export function collectGarbage(): void {
  globalThis.gc?.();
}

/** That part of the values lies below what is returned. */
export function quantile(sorted: readonly number[], part: number): number {
  const at = (sorted.length - 1) * part;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}
