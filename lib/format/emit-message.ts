import { emitBinary } from './yaml/emit-binary.js';

/** The text of a streamed message, an item of `chunks_raw`. */
export function emitListedMessage(bytes: Uint8Array): string {
  return `    - ${emitBinary(bytes, '      ')}`;
}

/** The text of a single message; undefined for a call that had none. */
export function emitSingleMessage(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '    raw: null\n' : `    raw: ${emitBinary(bytes, '      ')}`;
}
