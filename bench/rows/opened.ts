import { writeUnaryCassette } from '../calls/files.js';
import { RESPONSE_SIZE } from '../calls/messages.js';
import { type Cost, child } from '../child.js';
import type { Line } from '../line.js';
import { interleave } from '../measure.js';
import type { Place } from '../place.js';

/** With so long a response, an entry takes about a kilobyte. */
const LONGER_RESPONSE = 260;
/** Calls of the cassettes that show cost against size. */
const SIZES = [10, 100, 1000, 10_000, 100_000];

/** A large cassette opened, and a call of it replayed, against js-yaml's parse of the whole file: each in a process of its own. */
export async function* opened(place: Place): AsyncIterable<Line> {
  const { file, fewRounds, largeCassette: count } = place;
  const path = file('large.yaml');
  writeUnaryCassette(path, count, LONGER_RESPONSE);
  const last = count - 1;
  const [bytes = [], byClass = [], bySchema = [], all = [], whole = []] = await interleave(
    [
      child('replay-calls', path, 'bytes', last),
      child('replay-calls', path, 'class', last),
      child('replay-calls', path, 'schema', last),
      child('replay-calls', path, 'bytes', 0, count),
      child('parse-whole', path),
    ],
    fewRounds,
    0,
  );
  const cpu = (row: number, title: string, costs: readonly Cost[], aim: number): Line => ({
    row,
    title,
    unit: 'ms',
    ours: costs.map((cost) => cost.cpu),
    against: whole.map((cost) => cost.cpu),
    aim,
  });
  yield cpu(7, `open ${count} calls, replay one, by bytes`, bytes, 0.05);
  yield cpu(7, '  by a class', byClass, 0.15);
  yield cpu(7, '  by a schema', bySchema, 0.15);
  yield {
    row: 8,
    title: '  memory, by bytes',
    unit: 'MiB',
    ours: bytes.map((cost) => cost.peak),
    against: whole.map((cost) => cost.peak),
    aim: 0.15,
  };
  yield cpu(9, '  replay all of it', all, 0.8);
  yield* bySize(place);
}

/** What opening costs, cassette by cassette: what the chart in docs/performance.md is drawn from. */
async function* bySize({ file, fewRounds, largeCassette }: Place): AsyncIterable<Line> {
  for (const size of SIZES.filter((each) => each <= largeCassette)) {
    const path = file('sized.yaml');
    writeUnaryCassette(path, size, RESPONSE_SIZE);
    const [ours = [], against = []] = await interleave(
      [child('replay-calls', path, 'bytes', size - 1), child('parse-whole', path)],
      fewRounds,
      0,
    );
    yield {
      row: undefined,
      title: `open ${size} calls, replay one`,
      unit: 'ms',
      ours: ours.map((cost) => cost.cpu),
      against: against.map((cost) => cost.cpu),
    };
  }
}
