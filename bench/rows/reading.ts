import { writeStreamCassette, writeUnaryCassette } from '../calls/files.js';
import { RESPONSE_SIZE } from '../calls/messages.js';
import type { Line } from '../line.js';
import { interleave } from '../measure.js';
import type { Place } from '../place.js';
import { looked, readWhole } from '../work/read.js';

/** In bytes. */
const LONG_STREAM_MESSAGE = 20;

/** How fast whole files are read: `cassette.interactions`, without the messages and with them. */
export async function* reading({ file, fewRounds, fileSize, longStream }: Place): AsyncIterable<Line> {
  const kinds = [
    { what: `calls of ${RESPONSE_SIZE} bytes`, each: 1000, responseSize: RESPONSE_SIZE },
    { what: 'calls of 100 kB', each: 138_000, responseSize: 100_000 },
  ];
  const rounds = Math.min(fewRounds, 5);
  for (const { what, each, responseSize } of kinds) {
    const path = file('whole.yaml');
    const size = writeUnaryCassette(path, Math.ceil(fileSize / each), responseSize);
    const [found = [], read = []] = await interleave([looked(path, size), readWhole(path, size)], rounds);
    yield { row: undefined, title: `reading ${what}`, unit: 'MB/s', ours: found.map(invert) };
    yield { row: undefined, title: '  and their messages', unit: 'MB/s', ours: read.map(invert) };
  }
  const path = file('whole.yaml');
  const size = writeStreamCassette(path, longStream, LONG_STREAM_MESSAGE);
  const [indexed = []] = await interleave([looked(path, size)], rounds);
  yield { row: undefined, title: 'reading one long stream', unit: 'MB/s', ours: indexed.map(invert) };
}

/** A byte a microsecond is a megabyte a second. */
function invert(value: number): number {
  return 1 / value;
}
