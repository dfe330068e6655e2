import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { PIECE } from './write.js';

/** A part of an open file, or what there is of it, in pieces of bounded size; all in `room`, one after another, where that is given. */
export function* readPieces(
  descriptor: number,
  start: number,
  length: number,
  room?: Uint8Array,
): Iterable<Uint8Array> {
  for (let done = 0; done < length; ) {
    const wanted = Math.min(room?.length ?? PIECE, length - done);
    const piece = room?.subarray(0, wanted) ?? Buffer.allocUnsafe(wanted);
    const count = readFully(descriptor, piece, start + done);
    if (count === 0) return;
    done += count;
    yield piece.subarray(0, count);
  }
}

/** Fewer bytes are read only where there are no more. */
function readFully(descriptor: number, piece: Uint8Array, position: number): number {
  let done = 0;
  while (done < piece.length) {
    const count = readSync(descriptor, piece, done, piece.length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
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
