/** `longer`, which begins with `numbers`. */
export function grown<Numbers extends Int32Array | Uint32Array | Uint8Array>(
  numbers: Numbers,
  longer: Numbers,
): Numbers {
  longer.set(numbers);
  return longer;
}

/** As many entries as a file of these bytes is likely to have, or more: to grow costs more than room that is not used. */
export function likelyEntries(bytes: Uint8Array): number {
  return 16 + (bytes.length >> 9);
}
