import type { Cost } from '../child.js';

const MIB = 1 << 20;

/** Does something and prints what it cost, for the bench that has started this process. */
export async function tellCosts(work: () => unknown): Promise<void> {
  const before = process.memoryUsage().rss / MIB;
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  // In KiB.
  const peak = process.resourceUsage().maxRSS / 1024;
  const cost: Cost = { cpu: (user + system) / 1000, peak, growth: peak - before };
  process.stdout.write(JSON.stringify(cost));
}
