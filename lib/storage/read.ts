import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { PIECE } from './write.js';

/** A part of an open file, or what there is of it, in pieces of bounded size. */
export function* readPieces(descriptor: number, start: number, length: number): Iterable<Uint8Array> {
  for (let done = 0; done < length; ) {
    const piece = Buffer.allocUnsafe(Math.min(PIECE, length - done));
    const count = readSync(descriptor, piece, 0, piece.length, start + done);
    if (count === 0) return;
    done += count;
    yield piece.subarray(0, count);
  }
}

/** A pipe that nobody writes into is opened without waiting for one who does. Windows has no such flag, and no such pipes. */
const READ_AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The whole of a regular file: what else has a path may have no end. Throws `EISDIR`, and `ENXIO` as opening a socket does. */
export function readRegular(path: string): Uint8Array {
  const descriptor = openSync(path, READ_AT_ONCE);
  try {
    const found = fstatSync(descriptor);
    if (found.isFile() || found.isDirectory()) return readFileSync(descriptor);
    throw Object.assign(new Error(`ENXIO: no regular file, read '${path}'`), { code: 'ENXIO' });
  } finally {
    closeSync(descriptor);
  }
}
