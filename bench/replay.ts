import { cassetteInterceptor, openCassette } from '../lib/index.js';
import { writeStreamCassette, writeUnaryCassette } from './files.js';
import { inMemory } from './in-memory.js';
import { collectGarbage, type Subject, timed } from './measure.js';
import {
  callAtOnce,
  callInTurn,
  createClient,
  MESSAGE_SIZE,
  messageOf,
  RESPONSE_SIZE,
  readStream,
} from './service.js';

/** Nobody listens there, and a replay must not care. */
const NOWHERE = '127.0.0.1:1';

/** Unary calls from a cassette in which each has its own recording; `loading` collects what the first call waited. */
export function replayedUnary(path: string, count: number, width: number, loading: number[] = []): Subject {
  // One more: the call that opens the file.
  writeUnaryCassette(path, count + 1, RESPONSE_SIZE);
  return {
    async run() {
      const interceptor = cassetteInterceptor(path, { mode: 'none' });
      const client = createClient(NOWHERE, interceptor);
      loading.push(await timed(count + 1, () => callInTurn(client, count, 1)));
      collectGarbage();
      const time = await timed(count, () => callAtOnce(client, 0, count, width));
      await interceptor.cassette?.close();
      client.close();
      return time;
    },
  };
}

export function rememberedUnary(count: number, width: number): Subject {
  const messages = Array.from({ length: count }, (_, number) => [messageOf(number, RESPONSE_SIZE)]);
  return {
    async run() {
      const client = createClient(
        NOWHERE,
        inMemory((call) => messages[call] ?? []),
      );
      const time = await timed(count, () => callAtOnce(client, 0, count, width));
      client.close();
      return time;
    },
  };
}

export function replayedStream(path: string, count: number, size = MESSAGE_SIZE): Subject {
  writeStreamCassette(path, count, size);
  return {
    async run() {
      const interceptor = cassetteInterceptor(path, { mode: 'none' });
      const client = createClient(NOWHERE, interceptor);
      // Reading the entry is the loading's, not the stream's.
      openCassette(path, { mode: 'none' }).interactions.at(0);
      collectGarbage();
      const time = await timed(count, () => readStream(client, count));
      await interceptor.cassette?.close();
      client.close();
      return time;
    },
  };
}

export function rememberedStream(count: number): Subject {
  const messages = Array.from({ length: count }, (_, number) => messageOf(number, MESSAGE_SIZE));
  return {
    async run() {
      const client = createClient(
        NOWHERE,
        inMemory(() => messages),
      );
      const time = await timed(count, () => readStream(client, count));
      client.close();
      return time;
    },
  };
}
