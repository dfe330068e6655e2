const FNV_OFFSET = 0x811c9dc5;

/**
 * A short key of `bytes`, or of the first `length` of them: equal keys still have to be compared. 32 bits, going on `from`
 * another key.
 */
export function hashOf(bytes: Uint8Array, from: number = FNV_OFFSET, length: number = bytes.length): number {
  let hash = from | 0;
  let index = 0;
  // Four at a time: each step waits for the one before it.
  for (; index + 4 <= length; index += 4) {
    const four =
      (bytes[index] as number) |
      ((bytes[index + 1] as number) << 8) |
      ((bytes[index + 2] as number) << 16) |
      ((bytes[index + 3] as number) << 24);
    hash = Math.imul(hash ^ four, 0x01000193);
    hash ^= hash >>> 15;
  }
  for (; index < length; index += 1) hash = Math.imul(hash ^ (bytes[index] as number), 0x01000193);
  return hash;
}

const SHARES = Int32Array.from({ length: 256 }, (_, byte) => shareOf(byte));

/** Far apart for bytes that are near. */
function shareOf(byte: number): number {
  let share = Math.imul(byte + 1, 0x9e3779b1);
  share = Math.imul(share ^ (share >>> 15), 0x85ebca6b);
  return share ^ (share >>> 13);
}

/** A short key that is the same for all orders of `bytes`, or of the first `length` of them. */
export function unorderedHashOf(bytes: Uint8Array, length: number = bytes.length): number {
  let hash = length;
  for (let index = 0; index < length; index += 1)
    hash = (hash + (SHARES[bytes[index] as number] as number)) | 0;
  return hash;
}
