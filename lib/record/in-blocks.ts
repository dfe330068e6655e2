/** The size of a block, in bytes. */
const BLOCK = 1 << 19;

/** Small pieces put together: whoever passes them on has less to do. */
export function* inBlocks(pieces: Iterable<Uint8Array>): Iterable<Uint8Array> {
  let block: Uint8Array | undefined;
  let end = 0;
  for (const piece of pieces) {
    if (block !== undefined && end + piece.length > BLOCK) {
      yield block.subarray(0, end);
      block = undefined;
    }
    if (piece.length >= BLOCK) {
      yield piece;
      continue;
    }
    if (block === undefined) {
      block = Buffer.allocUnsafeSlow(BLOCK);
      end = 0;
    }
    block.set(piece, end);
    end += piece.length;
  }
  if (block !== undefined) yield block.subarray(0, end);
}
