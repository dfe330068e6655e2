import { accessSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
/** Containers have 64 MiB there unless they are told otherwise, which is too little. */
const ROOM = 2 ** 30;

const folder = process.env['TMPDIR'] === undefined && hasRoom() ? makeFolder() : undefined;

/**
 * Has the temporary folders of a run and of its children in memory, where there is a file system for that: a disk takes a
 * millisecond for each folder that is made or removed, and the specs make thousands.
 */
export const mochaHooks: { afterAll(): void } = {
  afterAll() {
    // Behind what the library does at the exit, for what tests have left open.
    if (folder !== undefined) process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  },
};

function hasRoom(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM;
  } catch {
    return false;
  }
}

function makeFolder(): string {
  const made = mkdtempSync(join(MEMORY, 'grpc-cassette-specs-'));
  process.env['TMPDIR'] = made;
  return made;
}
