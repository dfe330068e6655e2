const PRIME = 0x01000193;

/** Where a key starts that goes on from no other. */
export const HASH_START: number = 0x811c9dc5 | 0;

/**
 * A short key of `bytes`: equal keys still have to be compared. 32 bits, going on `from` another key. Three bytes at a time, for
 * each step waits for the one before it, and so base64 has them.
 */
export function hashOf(bytes: Uint8Array, from: number = HASH_START): number {
  let hash = from | 0;
  let index = 0;
  for (; index + 3 <= bytes.length; index += 3) {
    hash = mixed(
      hash,
      ((bytes[index] as number) << 16) | ((bytes[index + 1] as number) << 8) | (bytes[index + 2] as number),
    );
  }
  for (; index < bytes.length; index += 1) hash = mixed(hash, bytes[index] as number);
  return hash;
}

/** The key that goes on from `hash` with three bytes, or with one of the last two. */
export function mixed(hash: number, bytes: number): number {
  const next = Math.imul(hash ^ bytes, PRIME);
  return next ^ (next >>> 15);
}

/** What each byte adds to the key of a message that is the same for all orders of its bytes: far apart for bytes that are near. */
export const SHARES: Int32Array = Int32Array.from({ length: 256 }, (_, byte) => {
  let share = Math.imul(byte + 1, 0x9e3779b1);
  share = Math.imul(share ^ (share >>> 15), 0x85ebca6b);
  return share ^ (share >>> 13);
});

/** A short key that is the same for all orders of `bytes`. */
export function unorderedHashOf(bytes: Uint8Array): number {
  let hash = 0;
  for (let index = 0; index < bytes.length; index += 1)
    hash = (hash + (SHARES[bytes[index] as number] as number)) | 0;
  return hash;
}
