import type { Line } from '../line.js';
import { interleave, WARM_UP } from '../measure.js';
import type { Place } from '../place.js';
import {
  besideWatch,
  oneStream,
  recorded as recordedWork,
  unaryCalls,
  unaryCallsWithTails,
  unrecorded,
  type Work,
} from '../work/record.js';
import { unredacted } from '../work/unredacted.js';

/** Recorded calls and messages, against an interceptor that passes all on: the same server, on loopback, in a process of its own. */
export async function* recorded(place: Place): AsyncIterable<Line> {
  yield* unary(place);
  yield* others(place);
}

async function* unary({ rounds, file, server, liveCalls }: Place): AsyncIterable<Line> {
  const { address } = await server();
  const tails: [number[], number[], number[]] = [[], [], []];
  const [ours = [], against = [], again = []] = await interleave(
    [
      recordedWork(address, file('new.yaml'), unaryCallsWithTails(liveCalls, tails[0])),
      unrecorded(address, unaryCallsWithTails(liveCalls, tails[1])),
      unrecorded(address, unaryCallsWithTails(liveCalls, tails[2])),
    ],
    rounds,
  );
  yield { row: 5, title: 'recorded unary call', unit: 'µs', ours, against, again, aim: 1.15 };
  yield {
    row: 5,
    title: '  what that adds',
    unit: 'µs',
    ours: ours.map((time, round) => time - (against[round] ?? 0)),
    aim: 60,
  };
  const [slow, slowPassed, slowAgain] = tails.map((each) => each.slice(WARM_UP));
  yield {
    row: 5,
    title: '  the slowest of 100',
    unit: 'µs',
    ours: slow ?? [],
    against: slowPassed ?? [],
    again: slowAgain ?? [],
  };
}

async function* others({ rounds, file, server, liveCalls, messages }: Place): AsyncIterable<Line> {
  const { address } = await server();
  const path = file('new.yaml');
  const works: readonly { row: number | undefined; title: string; work: Work; aim?: number }[] = [
    { row: 6, title: 'recorded message', work: oneStream(messages), aim: 1.1 },
    { row: undefined, title: 'recorded unary call beside a watch', work: besideWatch(unaryCalls(liveCalls)) },
  ];
  for (const { work, ...line } of works) {
    const other = unrecorded(address, work);
    const [ours = [], against = [], again = []] = await interleave(
      [recordedWork(address, path, work), other, other],
      rounds,
    );
    yield { ...line, unit: 'µs', ours, against, again };
  }
  for (const { title, work } of [
    { title: 'recorded call, against one with its secrets', work: unaryCalls(liveCalls) },
    { title: 'recorded message, against one with them', work: oneStream(messages) },
  ]) {
    const subject = recordedWork(address, path, work);
    const [ours = [], against = [], again = []] = await interleave(
      [subject, unredacted(subject), unredacted(subject)],
      rounds,
    );
    yield { row: undefined, title, unit: 'µs', ours, against, again, aim: 1.05 };
  }
}
