import { rmSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { cassetteInterceptor } from '../../lib/index.js';
import { MESSAGE_SIZE, streamRequestOf } from '../calls/messages.js';
import { passThrough } from '../calls/pass-through.js';
import { type BenchClient, callInTurn, createClient } from '../calls/service.js';
import { type Subject, timed } from '../measure.js';

/** Time for what is done in a quiet round of the event loop, which nobody waits for. */
async function thinkAfterEach(client: BenchClient, calls: number): Promise<void> {
  for (let call = 0; call < calls; call += 1) {
    await callInTurn(client, call, 1);
    await setImmediate();
    await setImmediate();
  }
}

/**
 * Calls with a round of thought between them, recorded into a cassette that nobody closes: each is added to the file in the
 * round after it. `watched`: while a stream is open.
 */
export function addedInRounds(address: string, path: string, calls: number, watched: boolean): Subject {
  return {
    async run() {
      const client = createClient(address, cassetteInterceptor(path, { mode: 'new_episodes' }));
      await callInTurn(client, 0, 1);
      const watch = watched ? client.Stream(streamRequestOf(1_000_000, MESSAGE_SIZE)) : undefined;
      watch?.on('error', () => undefined);
      const time = await timed(calls, () => thinkAfterEach(client, calls));
      watch?.cancel();
      client.close();
      rmSync(path, { force: true });
      return time;
    },
  };
}

/** The same without a cassette. */
export function unrecordedInRounds(address: string, calls: number): Subject {
  return {
    async run() {
      const client = createClient(address, passThrough);
      await callInTurn(client, 0, 1);
      const time = await timed(calls, () => thinkAfterEach(client, calls));
      client.close();
      return time;
    },
  };
}
