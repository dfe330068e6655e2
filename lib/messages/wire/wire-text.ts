const DELETE = 0x7f;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Whether the bytes from `start` to `end` are UTF-8 without control characters, line breaks and tabs apart. */
export function isPrintableText(bytes: Uint8Array, start: number, end: number): boolean {
  for (let position = start; position < end; position += 1) {
    if (isControl(bytes[position] as number)) return false;
  }
  try {
    assertUtf8(bytes, start, end);
    return true;
  } catch {
    return false;
  }
}

/** Throws an Error when the bytes from `start` to `end` are not UTF-8. */
export function assertUtf8(bytes: Uint8Array, start: number, end: number): void {
  let position = start;
  while (position < end && (bytes[position] as number) < 0x80) position += 1;
  if (position < end) decoder.decode(bytes.subarray(position, end));
}

function isControl(byte: number): boolean {
  return byte < 0x20 ? byte !== 0x09 && byte !== 0x0a && byte !== 0x0d : byte === DELETE;
}
