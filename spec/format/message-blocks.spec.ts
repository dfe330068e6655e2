import { execFileSync } from 'node:child_process';
import { expect } from 'chai';

const MESSAGES = 1_000_000;
const MEBIBYTE = 1 << 20;

/** Runs in a process of its own: reads a stream of a million messages, prints what that keeps beside the file. */
const PROGRAM = `
  const [{ composeNewFile, parseCassetteFile }, { emitEntryFrame }, { emitListedMessage }] = await Promise.all(
    ['cassette-file', 'emit-entry', 'emit-message'].map((name) => import(process.argv[1] + '/' + name + '.js')),
  );
  const none = new Map();
  const call = {
    method: '/a.B/C', startedAt: undefined, target: undefined, requestMetadata: none, responseMetadata: none,
    metadataMs: 1, metadataAfter: 0, trailers: none, status: { code: 0, details: '' }, endedMs: 1, statusAfter: 0,
    cancelledByClient: false, cutShort: false,
  };
  const count = ${MESSAGES};
  const numbers = Uint32Array.from({ length: count }, (_, index) => index);
  const frame = emitEntryFrame({
    requestStream: true, responseStream: true, call, halfClosed: true, requestCount: 0, responseCount: count,
    responseMs: numbers, responseAfter: numbers,
  });
  const message = Buffer.from(emitListedMessage(new Uint8Array(20)).repeat(1000));
  const parts = [Buffer.from(frame.head + frame.middle)];
  for (let index = 0; index < count; index += 1000) parts.push(message);
  parts.push(Buffer.from(frame.tail));
  const bytes = Buffer.concat([...composeNewFile([Buffer.concat(parts)])]);
  parts.length = 0;
  const used = () => {
    gc();
    gc();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = used();
  const started = performance.now();
  const file = parseCassetteFile(bytes, 'a.yaml');
  const interaction = file.entries[0].read();
  const ms = performance.now() - started;
  const kept = used() - before;
  const last = interaction.responses.at(count - 1);
  console.log(JSON.stringify({
    length: interaction.responses.length, last: last.length, ms, kept, size: bytes.length,
    lastMs: interaction.responseMs[count - 1],
  }));
`;

describe('a stream of a million messages', () => {
  it('is indexed in less than 32 MiB beside the file', function () {
    this.timeout(60_000);
    const format = new URL('../../lib/format', import.meta.url).href;
    const output = execFileSync(
      process.execPath,
      ['--expose-gc', '--input-type=module', '--eval', PROGRAM, format],
      { encoding: 'utf8' },
    );
    const result = JSON.parse(output);
    expect(result).to.include({ length: MESSAGES, last: 20, lastMs: MESSAGES - 1 });
    expect(result.kept / MEBIBYTE).to.be.lessThan(32);
  });
});
