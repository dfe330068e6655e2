import type { Line } from '../line.js';
import { interleave } from '../measure.js';
import type { Place } from '../place.js';
import { CALLS, FILES, SuiteOfTests, TESTS } from '../work/suite-of-tests.js';

/** What a suite of 500 tests pays, each with a cassette of its own: whole runs of mocha. */
export async function* suite({ file, server, fewRounds }: Place): AsyncIterable<Line> {
  const { address } = await server();
  const tests = new SuiteOfTests(file('suite'), address);
  const rounds = Math.min(fewRounds, 5);
  const [replayed = [], recorded = [], live = [], remembered = []] = await interleave(
    [tests.run('replayed'), tests.run('recorded'), tests.run('live'), tests.run('from memory')],
    rounds,
    1,
  );
  const line = { row: undefined, unit: 'ms', against: remembered };
  const title = `${FILES * TESTS} tests of ${CALLS} calls`;
  yield { ...line, title: `${title}, replayed / from memory`, ours: replayed };
  yield { ...line, title: `${title}, live / from memory`, ours: live };
  yield { ...line, title: `${title}, recorded / live`, ours: recorded, against: live };
}
