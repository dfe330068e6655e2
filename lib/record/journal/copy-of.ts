/** `length` bytes in pieces, each of which may be gone when the next is asked for, as one. */
export function copyOf(length: number, pieces: Iterable<Uint8Array>): Uint8Array {
  const copy = Buffer.alloc(length);
  let end = 0;
  for (const piece of pieces) {
    copy.set(piece, end);
    end += piece.length;
  }
  return copy.subarray(0, end);
}
