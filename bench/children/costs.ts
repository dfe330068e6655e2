import { readFileSync } from 'node:fs';
import type { Cost } from '../child.js';

const MIB = 1 << 20;

/** Does something and prints what it cost, for the bench that has started this process. */
export async function tellCosts(work: () => unknown): Promise<void> {
  const before = process.memoryUsage().rss / MIB;
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  const peak = findPeak();
  const cost: Cost = { cpu: (user + system) / 1000, peak, growth: peak - before };
  process.stdout.write(JSON.stringify(cost));
}

/**
 * The most memory that this process had, in MiB. On Linux, `maxRSS` begins with what the process had that started this one
 * (getrusage(2): it is kept over an execve); the kernel's own mark does not.
 */
function findPeak(): number {
  const kibibytes = /^VmHWM:\s*(\d+) kB$/m.exec(readStatus())?.[1] ?? process.resourceUsage().maxRSS;
  return Number(kibibytes) / 1024;
}

function readStatus(): string {
  try {
    return readFileSync('/proc/self/status', 'latin1');
  } catch {
    return '';
  }
}
