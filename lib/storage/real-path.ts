import { readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** One name for a file however it is reached: links resolved, also where the file itself is yet to be made. */
export function realPath(path: string): string {
  const absolute = resolve(path);
  try {
    return realpathSync.native(absolute);
  } catch {
    const parent = dirname(absolute);
    const inFolder = parent === absolute ? absolute : join(realPath(parent), basename(absolute));
    return findLinkTarget(inFolder) ?? inFolder;
  }
}

/** Where a link points whose file is yet to be made. */
function findLinkTarget(path: string): string | undefined {
  try {
    return resolve(dirname(path), readlinkSync(path));
  } catch {
    return undefined;
  }
}
