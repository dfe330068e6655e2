import { rmSync } from 'node:fs';
import { cassetteInterceptor } from '../lib/index.js';
import { type Subject, timed } from './measure.js';
import { passThrough } from './pass-through.js';
import { type BenchClient, callInTurn, createClient, readStream } from './service.js';

/** What is done with a client a round. */
export interface Work {
  readonly units: number;
  run(client: BenchClient): Promise<void>;
}

export const unaryCalls = (count: number): Work => ({
  units: count,
  run: (client) => callInTurn(client, 0, count),
});

export const oneStream = (count: number): Work => ({
  units: count,
  run: (client) => readStream(client, count),
});

/** The work while a stream is open, which nobody reads: whatever is recorded beside it has an order. */
export const besideWatch = ({ units, run }: Work): Work => ({
  units,
  async run(client) {
    const watch = client.Stream(Buffer.from('1000000'));
    watch.on('error', () => undefined);
    await run(client);
    watch.cancel();
  },
});

/** The work, recorded into a new cassette each round; `saving` collects what writing it at the end took. */
export function recorded(address: string, path: string, work: Work, saving: number[] = []): Subject {
  return {
    async run() {
      const interceptor = cassetteInterceptor(path, { mode: 'all' });
      const client = createClient(address, interceptor);
      await callInTurn(client, 0, 1);
      const time = await timed(work.units, () => work.run(client));
      saving.push(await timed(work.units, async () => interceptor.cassette?.close()));
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
