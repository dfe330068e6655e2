import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

const KEY = 'grpc-cassette/process';

/**
 * A name for this run of this process, the same in all its threads. Process numbers alone are not enough: containers
 * give every run the same.
 */
export function processName(): string {
  const known = getEnvironmentData(KEY);
  if (typeof known === 'string') return known;
  const name = startOfProcess() ?? randomBytes(8).toString('hex');
  // Worker threads are given a copy when they start, so elsewhere than on Linux the main thread has to ask first.
  setEnvironmentData(KEY, name);
  return name;
}

/** On Linux: of the boot and of the process's start in it, which all its threads see alike, whichever asks first. */
function startOfProcess(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1');
    // The program's name, in parentheses, may hold blanks; the start is the 20th field behind it (proc(5)).
    const start = readFileSync('/proc/self/stat', 'latin1').split(') ').pop()?.split(' ')[19];
    return start && createHash('sha256').update(`${boot}${start}`).digest('hex').slice(0, 16);
  } catch {
    return undefined;
  }
}

processName();
