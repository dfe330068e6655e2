import { temporaryName } from '../record/beside/hidden-names.js';
import { FileStorage } from '../storage/file.js';
import type { Storage } from '../storage/storage.js';
import { systemProcesses } from './system-processes.js';

/** Where the cassettes of this process are. */
export const storage: Storage = new FileStorage((name) => temporaryName(name, systemProcesses.newTag()));

/** Whether there is a cassette at `path`, or anything else; not where nobody may look. */
export function isThere(path: string): boolean {
  try {
    return storage.stat(path) !== undefined;
  } catch {
    return false;
  }
}
