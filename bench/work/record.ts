import { rmSync } from 'node:fs';
import { cassetteInterceptor } from '../../lib/index.js';
import { MESSAGE_SIZE, streamRequestOf } from '../calls/messages.js';
import { passThrough } from '../calls/pass-through.js';
import { type BenchClient, callInTurn, createClient, readStream } from '../calls/service.js';
import { quantile, type Subject, timed } from '../measure.js';

/** What is done with a client a round. */
export interface Work {
  readonly units: number;
  run(client: BenchClient): Promise<void>;
}

export const unaryCalls = (count: number): Work => ({
  units: count,
  run: (client) => callInTurn(client, 0, count),
});

/** The same calls; `tails` collects, of each round, what 99 of 100 calls took at most, in microseconds. */
export const unaryCallsWithTails = (count: number, tails: number[]): Work => ({
  units: count,
  async run(client) {
    const times: number[] = [];
    for (let number = 0; number < count; number += 1)
      times.push(await timed(1, () => callInTurn(client, number, 1)));
    tails.push(
      quantile(
        times.sort((a, b) => a - b),
        0.99,
      ),
    );
  },
});

export const oneStream = (count: number): Work => ({
  units: count,
  run: (client) => readStream(client, count, MESSAGE_SIZE),
});

/** The work while a stream is open, which nobody reads: whatever is recorded beside it has an order. */
export const besideWatch = ({ units, run }: Work): Work => ({
  units,
  async run(client) {
    const watch = client.Stream(streamRequestOf(1_000_000, MESSAGE_SIZE));
    watch.on('error', () => undefined);
    await run(client);
    watch.cancel();
  },
});

/** The work, recorded into a new cassette each round, which nobody closes while it goes on. */
export function recorded(address: string, path: string, work: Work): Subject {
  return {
    async run() {
      const interceptor = cassetteInterceptor(path, { mode: 'all' });
      const client = createClient(address, interceptor);
      await callInTurn(client, 0, 1);
      const time = await timed(work.units, () => work.run(client));
      await interceptor.cassette?.close();
      client.close();
      rmSync(path, { force: true });
      return time;
    },
  };
}

/** The same work through an interceptor that does nothing. */
export function unrecorded(address: string, work: Work): Subject {
  return {
    async run() {
      const client = createClient(address, passThrough);
      await callInTurn(client, 0, 1);
      const time = await timed(work.units, () => work.run(client));
      client.close();
      return time;
    },
  };
}
