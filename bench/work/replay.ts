import { cassetteInterceptor } from '../../lib/index.js';
import { writeStreamCassette, writeUnaryCassette } from '../calls/files.js';
import { inMemory } from '../calls/in-memory.js';
import { messageOf, RESPONSE_SIZE } from '../calls/messages.js';
import { callAtOnce, callInTurn, createClient, readStream } from '../calls/service.js';
import { collectGarbage, type Subject, timed } from '../measure.js';

/** Nobody listens there, and a replay must not care. */
const NOWHERE = '127.0.0.1:1';

/** How unary calls are replayed. */
export interface UnaryReplay {
  readonly count: number;
  /** How many calls at a time. */
  readonly width: number;
  /** Whether all of them were played once before, by a cassette that repeats. */
  readonly again?: boolean;
}

/** Unary calls from a cassette in which each has its own recording; `opening` collects what the first call waited, an entry. */
export function replayedUnary(
  path: string,
  { count, width, again = false }: UnaryReplay,
  opening: number[] = [],
): Subject {
  // One more: the call that opens the file.
  writeUnaryCassette(path, count + 1, RESPONSE_SIZE);
  return {
    async run() {
      const interceptor = cassetteInterceptor(path, { mode: 'none', repeats: again });
      const client = createClient(NOWHERE, interceptor);
      opening.push(await timed(count + 1, () => callInTurn(client, count, 1)));
      if (again) await callInTurn(client, 0, count);
      collectGarbage();
      const time = await timed(count, () => callAtOnce(client, 0, count, width));
      await interceptor.cassette?.close();
      client.close();
      return time;
    },
  };
}

/** The same calls, answered by an interceptor that has the answers in memory. */
export function rememberedUnary({ count, width }: UnaryReplay): Subject {
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

/** One stream of `count` messages of `size` bytes. The file is open; finding its messages is the call's. */
export function replayedStream(path: string, count: number, size: number): Subject {
  writeStreamCassette(path, count, size);
  return {
    async run() {
      const interceptor = cassetteInterceptor(path, { mode: 'none' });
      const client = createClient(NOWHERE, interceptor);
      if (interceptor.cassette?.plan !== 'replay') throw new Error('The stream would not be replayed.');
      collectGarbage();
      const time = await timed(count, () => readStream(client, count, size));
      await interceptor.cassette?.close();
      client.close();
      return time;
    },
  };
}

/** The same stream from memory, where the messages lie ready, or as the base64 that a cassette has. */
export function rememberedStream(count: number, size: number, isText = false): Subject {
  const messages = Array.from({ length: count }, (_, number) => messageOf(number, size));
  const texts = isText ? messages.map((message) => message.toString('base64')) : undefined;
  return {
    async run() {
      const client = createClient(
        NOWHERE,
        inMemory(() => (texts === undefined ? messages : decoded(texts))),
      );
      const time = await timed(count, () => readStream(client, count, size));
      client.close();
      return time;
    },
  };
}

function* decoded(texts: readonly string[]): Iterable<Buffer> {
  for (const text of texts) yield Buffer.from(text, 'base64');
}
