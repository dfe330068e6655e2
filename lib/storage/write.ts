import { closeSync, fchmodSync, fsyncSync, openSync, writeSync } from 'node:fs';

/** How much is read or written at a time, in bytes. */
export const PIECE: number = 1 << 20;

/** Writes all of `bytes` to where the descriptor stands. */
export function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
}

/**
 * Makes a file, with these permissions before its first byte. Throws when there is one.
 * A power cut after it is given its name must not leave an empty file: hence the flush before that.
 */
export function writeFlushed(path: string, pieces: Iterable<Uint8Array>, mode: number | undefined): void {
  const descriptor = openSync(path, 'wx', mode);
  try {
    // What the process keeps from new files it was not told to keep from this one.
    if (mode !== undefined) fchmodSync(descriptor, mode);
    for (const piece of gathered(pieces)) writeAll(descriptor, piece);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Such a piece is not put together with others, in bytes. */
const LARGE = 1 << 17;

/** Small pieces put together, so that a file of many entries takes few system calls. */
function* gathered(pieces: Iterable<Uint8Array>): Iterable<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for (const piece of pieces) {
    const isLarge = piece.length >= LARGE;
    if (!isLarge) {
      waiting.push(piece);
      size += piece.length;
    }
    if (size > 0 && (isLarge || size >= PIECE)) {
      yield Buffer.concat(waiting, size);
      waiting = [];
      size = 0;
    }
    if (isLarge) yield piece;
  }
  if (size > 0) yield Buffer.concat(waiting, size);
}
