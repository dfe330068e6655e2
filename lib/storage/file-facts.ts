import type { Stats } from 'node:fs';
import type { FileFacts } from './storage.js';

/** What the file system knows of a file. */
export function factsOf({ mtimeMs, mode, size, dev, ino }: Stats): FileFacts {
  return { changedMs: mtimeMs, mode: mode & 0o7777, size, id: `${dev}-${ino}` };
}
