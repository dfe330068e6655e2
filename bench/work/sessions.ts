import { cassetteInterceptor } from '../../lib/index.js';
import { type BenchClient, callOnce, createClient } from '../calls/service.js';
import {
  CALLS_OF_SESSION,
  callRequest,
  EVENTS_OF_SESSION,
  RECORDINGS_OF_SESSION,
  watchRequest,
  writeSessions,
} from '../calls/session-file.js';
import { collectGarbage, type Subject, timedCpu } from '../measure.js';

const NOWHERE = '127.0.0.1:1';

/** How much of a cassette a round plays. */
export interface SessionSizes {
  /** All recordings of the cassette. */
  readonly recordings: number;
  /** How many rounds there are, those that nobody counts among them. */
  readonly rounds: number;
  /** At most so many sessions a round. */
  readonly most: number;
}

/**
 * A watch and unary calls beside it, played from a cassette in which as many recordings as `groupSize` says are of one group:
 * CPU time for each event. Each round plays other recordings; opening the file and reading it is not counted.
 */
export function playedSessions(path: string, groupSize: number, sizes: SessionSizes): Subject {
  const sessions = Math.floor(sizes.recordings / RECORDINGS_OF_SESSION);
  writeSessions(path, sessions, groupSize);
  const each = Math.min(sizes.most, Math.floor((sessions - 1) / sizes.rounds));
  const interceptor = cassetteInterceptor(path, { mode: 'none' });
  const client = createClient(NOWHERE, interceptor);
  let next = 0;
  const play = async (count: number): Promise<void> => {
    for (const until = next + count; next < until; next += 1) await playSession(client, next);
  };
  return {
    async run() {
      // The first round opens the file and makes the index.
      if (next === 0) await play(1);
      collectGarbage();
      const time = await timedCpu(each * EVENTS_OF_SESSION, () => play(each));
      if (interceptor.cassette?.forgiven.length !== 0)
        throw new Error('An event was played without what it had waited for.');
      return time;
    },
  };
}

/** The watch is told of each call before the call is answered, as it was recorded. */
async function playSession(client: BenchClient, session: number): Promise<void> {
  let heard = 0;
  const watch = client.Stream(watchRequest(session));
  watch.on('data', () => {
    heard += 1;
  });
  const ended = new Promise((resolve, reject) => watch.on('end', resolve).on('error', reject));
  await new Promise((resolve) => watch.once('metadata', resolve));
  for (let number = 0; number < CALLS_OF_SESSION; number += 1) {
    await callOnce(client, callRequest(session, number));
    if (heard !== number + 1)
      throw new Error(`The watch had told of ${heard} calls when ${number + 1} were answered.`);
  }
  await ended;
}
