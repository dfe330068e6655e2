import { readSync } from 'node:fs';
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
