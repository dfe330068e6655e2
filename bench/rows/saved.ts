import type { Line } from '../line.js';
import { interleave } from '../measure.js';
import type { Place } from '../place.js';
import { saved as savedCalls } from '../work/save.js';

/** What saving costs an entry, against copying the same bytes with one flush to the disk. */
export async function* saved({ file, server, fewRounds, replayedCalls }: Place): AsyncIterable<Line> {
  const { address } = await server();
  const [times = []] = await interleave([savedCalls(address, file('saved.yaml'), replayedCalls)], fewRounds);
  yield {
    row: 10,
    title: 'saving, an entry',
    unit: 'µs',
    ours: times.map(({ saving }) => saving),
    against: times.map(({ copying }) => copying),
    aim: 3,
  };
}
