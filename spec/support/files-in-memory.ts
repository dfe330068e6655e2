import { accessSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Required by mocha, it has the temporary folders of a run and of its children in memory, where there is a file system for
 * that: a disk takes a millisecond for each folder that is made or removed, and the specs make some ten thousand.
 */
const MEMORY = '/dev/shm';
/** Containers have 64 MiB there unless they are told otherwise, which is too little. */
const ROOM = 2 ** 30;

if (process.env['TMPDIR'] === undefined && hasRoom()) {
  const folder = mkdtempSync(join(MEMORY, 'grpc-cassette-specs-'));
  process.env['TMPDIR'] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}

function hasRoom(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM;
  } catch {
    return false;
  }
}
