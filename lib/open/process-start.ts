import { hash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

const START_KEY = 'grpc-cassette/process';

let place: string | undefined;

/** Of this host and PID namespace: elsewhere the same numbers are other processes. */
export function ownPlace(): string {
  place ??= short(`${hostname()} ${namespace()}`);
  return place;
}

/**
 * Of the start of the process with this number, here: a number comes back, a start does not. Undefined where that cannot be
 * told, or there is no such process.
 */
export function startOf(processNumber: number): string | undefined {
  try {
    // As UTF-8, which Node reads at once: of other bytes only the name could hold some.
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
    // The program's name, in parentheses, may hold blanks; the start is the 20th field behind it (proc(5)).
    const start = readFileSync(`/proc/${processNumber}/stat`, 'utf8').split(') ').pop()?.split(' ')[19];
    return start && short(`${boot}${start}`);
  } catch {
    return undefined;
  }
}

/** The same of this process, in all its threads; drawn by lot where there is no /proc. */
export function ownStart(): string {
  const known = getEnvironmentData(START_KEY);
  if (typeof known === 'string') return known;
  const start = startOf(process.pid) ?? randomBytes(4).toString('hex');
  // Worker threads are given a copy when they start, so elsewhere than on Linux the main thread has to ask first.
  setEnvironmentData(START_KEY, start);
  return start;
}

/** https://man7.org/linux/man-pages/man7/namespaces.7.html */
function namespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function short(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 8);
}

// There, it is the same whoever asks.
if (process.platform !== 'linux') ownStart();
