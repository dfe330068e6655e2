/** `longer`, which begins with `numbers`. */
export function grown<Numbers extends Int32Array | Uint32Array | Uint8Array>(
  numbers: Numbers,
  longer: Numbers,
): Numbers {
  longer.set(numbers);
  return longer;
}
