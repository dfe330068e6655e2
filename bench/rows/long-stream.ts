import { writeStreamCassette } from '../calls/files.js';
import { child } from '../child.js';
import type { Line } from '../line.js';
import { interleave } from '../measure.js';
import type { Place } from '../place.js';

/** In bytes. */
const SIZE = 100;
const NOWHERE = '127.0.0.1:1';

/** How much a process grows by a stream of a million messages. */
export async function* longStream({
  file,
  server,
  fewRounds,
  longStream: count,
}: Place): AsyncIterable<Line> {
  const { address } = await server();
  const [written, recorded] = [file('long.yaml'), file('recorded.yaml')];
  writeStreamCassette(written, count, SIZE);
  const rounds = Math.min(fewRounds, 3);
  const subjects = [
    child('read-stream', 'recorded', address, recorded, count, SIZE),
    child('read-stream', 'replayed', NOWHERE, written, count, SIZE),
    child('read-stream', 'live', address, '', count, SIZE),
  ];
  const [recording = [], replaying = [], live = []] = await interleave(subjects, rounds, 0);
  const lines = [
    { title: `${count} messages recorded: growth`, costs: recording, aim: 64 },
    { title: '  replayed', costs: replaying, aim: 64 },
    { title: '  neither', costs: live },
  ];
  for (const { costs, ...line } of lines)
    yield { row: 13, ...line, unit: 'MiB', ours: costs.map(({ growth }) => growth) };
}
