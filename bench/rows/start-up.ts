import type { Line } from '../line.js';
import { interleave } from '../measure.js';
import type { Place } from '../place.js';
import { firstCall, loading } from '../work/start-up.js';

const ENTRIES = [
  { entry: 'index', aim: 0.35 },
  { entry: 'mocha', aim: 0.6 },
  { entry: 'register', aim: 0.6 },
  { entry: 'tools', aim: 0.6 },
  { entry: 'xai', aim: 0.6 },
];

/** Processor time of whole processes: what a test file pays for what it loads. */
export async function* startUp({ rounds, file, server }: Place): AsyncIterable<Line> {
  const path = file('first.yaml');
  const { address } = await server();
  const [ours = [], live = [], again = []] = await interleave(
    [firstCall(path, address, true), firstCall(path, address, false), firstCall(path, address, false)],
    rounds,
    0,
  );
  yield {
    row: 1,
    title: 'import, open 100 entries, first call',
    ...milliseconds({ ours, against: live, again }),
    aim: 1.3,
  };
  for (const { entry, aim } of ENTRIES) {
    const [added = [], grpc = [], once = []] = await interleave(
      [loading(entry), loading('nothing'), loading('nothing')],
      rounds,
      0,
    );
    const title = entry === 'index' ? 'what importing it adds' : `  /${entry}`;
    yield { row: 2, title, ...milliseconds({ ours: added, against: grpc, again: once }), aim };
  }
}

type Times = Pick<Line, 'ours'> & Required<Pick<Line, 'against' | 'again'>>;

function milliseconds({ ours, against, again }: Times): Times & { readonly unit: string } {
  const divided = (times: readonly number[]): number[] => times.map((time) => time / 1000);
  return { unit: 'ms', ours: divided(ours), against: divided(against), again: divided(again) };
}
