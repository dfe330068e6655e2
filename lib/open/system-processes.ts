import { randomBytes } from 'node:crypto';
import type { Processes } from '../model/surroundings.js';
import { processName } from './process-name.js';

/** `<number>-<name><random>`: the name tells a process from another with the same number. */
const TAG = /^(\d+)-([0-9a-f]{16})[0-9a-f]{8}$/;

/** The processes of this machine. */
export const systemProcesses: Processes = {
  newTag: () => `${process.pid}-${processName()}${randomBytes(4).toString('hex')}`,
  hasEnded(tag) {
    const [, number, name] = TAG.exec(tag) ?? [];
    return number !== undefined && !isRunning(Number(number), name);
  },
};

function isRunning(number: number, name: string | undefined): boolean {
  if (number === process.pid) return name === processName();
  try {
    process.kill(number, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
