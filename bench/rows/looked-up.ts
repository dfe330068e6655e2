import type { Line } from '../line.js';
import { interleave, WARM_UP } from '../measure.js';
import type { Place } from '../place.js';
import { lookedUp as lookedUpCalls } from '../work/lookup.js';
import { playedSessions } from '../work/sessions.js';

/** In interactions. */
const SIZES = [10, 1000, 100_000];
const LARGEST = 100_000;

/** A round's, of the sessions in a group. */
const MOST_SESSIONS = 300;

/** What a call, and an event, costs beside few and beside many recordings. */
export async function* lookedUp({ file, rounds, fewRounds, replayedCalls }: Place): AsyncIterable<Line> {
  const calls = SIZES.map((size) => lookedUpCalls(file(`${size}.yaml`), size, replayedCalls));
  yield* flat(await interleave(calls, rounds), 'µs', (size) => `a call to a cassette of ${size}`);
  const all = { recordings: LARGEST, rounds: fewRounds + WARM_UP, most: MOST_SESSIONS };
  const events = SIZES.map((size) => playedSessions(file(`group-${size}.yaml`), size, all));
  yield* flat(await interleave(events, fewRounds), 'µs', (size) => `an event among groups of ${size}`);
}

function* flat(
  measured: readonly (readonly number[])[],
  unit: string,
  titleOf: (size: number) => string,
): Iterable<Line> {
  const [few = [], ...many] = measured;
  yield { row: 12, title: titleOf(SIZES[0] ?? 0), unit, ours: few };
  for (const [index, ours] of many.entries())
    yield { row: 12, title: titleOf(SIZES[index + 1] ?? 0), unit, ours, against: few, aim: 1.3 };
}
