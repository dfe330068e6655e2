import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** The bytes that this process really holds: its heap, and what lies outside of it (`external` counts every buffer). */
export function bytesHeld(): number {
  // What the first pass frees may hold what the second one does.
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The most memory that the system ever gave this process, in bytes; garbage is counted. */
export function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}
