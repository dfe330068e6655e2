import { closeSync, openSync, statSync, writeSync } from 'node:fs';

/** Message `index` of `size` bytes, unlike every other. */
export function messageOf(index: number, size: number): Buffer {
  return Buffer.alloc(size, `${String(index).padStart(9, '0')}.`);
}

const BATCH = 20_000;

/** Writes a cassette of one server stream of the echo service, the request being `go`. Returns its size in bytes. */
export function writeStream(path: string, count: number, size: number): number {
  const file = openSync(path, 'w');
  writeSync(
    file,
    'version: 1\ninteractions:\n- call:\n    method: /echo.Echo/ServerStream\n    response_metadata: {}\n' +
      '  request_stream:\n    raw: !!binary |\n      Z28=\n  response_stream:\n    chunks_raw:\n',
  );
  for (let from = 0; from < count; from += BATCH) {
    let text = '';
    for (let index = from; index < Math.min(count, from + BATCH); index += 1) {
      text += `    - !!binary |\n      ${messageOf(index, size).toString('base64')}\n`;
    }
    writeSync(file, text);
  }
  const times = Array.from({ length: count }, (_, index) => index >> 3);
  writeSync(file, `    chunks_ms: [${times.join(', ')}]\n`);
  closeSync(file);
  return statSync(path).size;
}
