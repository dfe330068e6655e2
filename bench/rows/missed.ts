import { writeUnaryCassette } from '../calls/files.js';
import { RESPONSE_SIZE } from '../calls/messages.js';
import { child } from '../child.js';
import type { Line } from '../line.js';
import { interleave } from '../measure.js';
import type { Place } from '../place.js';

/** A call that nothing recorded answers, explained: the first of a process. */
export async function* missed({ file, fewRounds, largeCassette }: Place): AsyncIterable<Line> {
  const path = file('missed.yaml');
  writeUnaryCassette(path, largeCassette, RESPONSE_SIZE);
  const [costs = []] = await interleave([child('miss', path, largeCassette)], fewRounds, 0);
  yield {
    row: 11,
    title: `a miss among ${largeCassette}, explained`,
    unit: 'ms',
    ours: costs.map(({ cpu }) => cpu),
    aim: 30,
  };
}
