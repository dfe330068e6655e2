const FNV_OFFSET = 0x811c9dc5;

/** A short key of `bytes`: equal keys still have to be compared. FNV-1a, 32 bits, going on `from` another key. */
export function hashOf(bytes: Uint8Array, from: number = FNV_OFFSET): number {
  let hash = from;
  for (let index = 0; index < bytes.length; index += 1) {
    hash = Math.imul(hash ^ (bytes[index] as number), 0x01000193);
  }
  return hash;
}

const SHARES = Int32Array.from({ length: 256 }, (_, byte) => shareOf(byte));

/** Far apart for bytes that are near. */
function shareOf(byte: number): number {
  let share = Math.imul(byte + 1, 0x9e3779b1);
  share = Math.imul(share ^ (share >>> 15), 0x85ebca6b);
  return share ^ (share >>> 13);
}

/** A short key that is the same for all orders of `bytes`. */
export function unorderedHashOf(bytes: Uint8Array): number {
  let hash = bytes.length;
  for (let index = 0; index < bytes.length; index += 1)
    hash = (hash + (SHARES[bytes[index] as number] as number)) | 0;
  return hash;
}
