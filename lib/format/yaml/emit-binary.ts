import { asBuffer } from '../../model/as-buffer.js';

const COLUMNS = 76;

/** `bytes` as a `!!binary` scalar, to the end of its last line. */
export function emitBinary(bytes: Uint8Array, indentation: string): string {
  if (bytes.length === 0) return '!!binary ""\n';
  const text = asBuffer(bytes).toString('base64');
  if (text.length <= COLUMNS) return `!!binary |\n${indentation}${text}\n`;
  let lines = '!!binary |\n';
  for (let at = 0; at < text.length; at += COLUMNS)
    lines += `${indentation}${text.slice(at, at + COLUMNS)}\n`;
  return lines;
}
