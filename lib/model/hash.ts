const FNV_OFFSET = 0x811c9dc5;

/** A short key of `bytes`: equal keys still have to be compared. FNV-1a, 32 bits, going on `from` another key. */
export function hashOf(bytes: Uint8Array, from: number = FNV_OFFSET): number {
  let hash = from;
  for (let index = 0; index < bytes.length; index += 1) {
    hash = Math.imul(hash ^ (bytes[index] as number), 0x01000193);
  }
  return hash;
}
