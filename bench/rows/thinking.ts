import type { Line } from '../line.js';
import { interleave } from '../measure.js';
import type { Place } from '../place.js';
import { addedInRounds, unrecordedInRounds } from '../work/rounds.js';

/** What is added to a cassette that nobody closes costs as much whatever it holds, and while a stream is open. */
export async function* thinking({ file, server, fewRounds, liveCalls }: Place): AsyncIterable<Line> {
  const { address } = await server();
  const few = Math.round(liveCalls * 2.5);
  const many = few * 10;
  const path = file('added.yaml');
  const subjects = [
    unrecordedInRounds(address, few),
    addedInRounds(address, path, few, false),
    addedInRounds(address, path, many, false),
    addedInRounds(address, path, many, true),
  ];
  const [plain = [], short = [], long = [], watched = []] = await interleave(
    subjects,
    Math.min(fewRounds, 5),
    1,
  );
  const total = (times: readonly number[], calls: number): number[] =>
    times.map((time) => (time * calls) / 1000);
  const against = total(short, few);
  yield {
    row: 14,
    title: `${many} calls and a round of thought / ${few}`,
    unit: 'ms',
    ours: total(long, many),
    against,
    aim: 12,
  };
  yield {
    row: 14,
    title: '  beside an open stream',
    unit: 'ms',
    ours: total(watched, many),
    against,
    aim: 12,
  };
  yield {
    row: undefined,
    title: `${few} of them, a call: recorded / not`,
    unit: 'µs',
    ours: short,
    against: plain,
  };
}
