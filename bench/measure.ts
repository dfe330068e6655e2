/** Something that is timed once a round. */
export interface Subject {
  /** Does a round's work. Returns what one unit of it took, in microseconds; what it sets up first is not counted. */
  run(): Promise<number>;
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
 * as often, for what ran just before leaves caches and garbage behind. Returns each subject's times, round by round.
 */
export async function interleave(subjects: readonly Subject[], rounds: number): Promise<number[][]> {
  const times = subjects.map((): number[] => []);
  for (let round = 0; round < rounds + WARM_UP; round += 1) {
    for (const index of orderOf(round, subjects.length)) {
      collectGarbage();
      const time = await subjects[index]?.run();
      if (round >= WARM_UP && time !== undefined) times[index]?.push(time);
    }
  }
  return times;
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

function quantile(sorted: readonly number[], part: number): number {
  const at = (sorted.length - 1) * part;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}
