import { writeFileSync } from 'node:fs';
import { cassetteInterceptor } from '../../lib/index.js';
import { requestOf } from '../calls/messages.js';
import { callOnce, createClient } from '../calls/service.js';
import type { Line } from '../line.js';
import { interleave, type Subject, timedCpu } from '../measure.js';
import type { Place } from '../place.js';

/** Entries of which the first thousand are not counted. */
const FREE = 1000;
const COUNT = 50_000;

const ENTRIES = ['- {}', '- null', '- []', '- call: {method: /a.B/C}'];

/** What loading takes an entry, where a file is of entries that no recorder writes. */
export async function* hostile({ file, fewRounds }: Place): AsyncIterable<Line> {
  for (const entry of ENTRIES) {
    const path = file('hostile.yaml');
    const [many = [], few = []] = await interleave(
      [loaded(path, entry, COUNT), loaded(path, entry, FREE)],
      fewRounds,
    );
    const ours = many.map((time, round) => (time - (few[round] ?? 0)) / (COUNT - FREE));
    yield { row: 16, title: `loading \`${entry}\`, an entry`, unit: 'µs', ours, aim: 10 };
  }
}

/** Opening such a file, and a call that it cannot answer. In microseconds. */
function loaded(path: string, entry: string, count: number): Subject {
  return {
    async run() {
      writeFileSync(path, `version: 1\ninteractions:\n${`${entry}\n`.repeat(count)}`);
      const interceptor = cassetteInterceptor(path, { mode: 'none' });
      const client = createClient('127.0.0.1:1', interceptor);
      const time = await timedCpu(1, () => callOnce(client, requestOf(0)).then(refuse, () => undefined));
      await interceptor.cassette?.close();
      return time;
    },
  };
}

function refuse(): never {
  throw new Error('A cassette without a call has answered one.');
}
