import { cassetteInterceptor } from '../../lib/index.js';
import { writeUnaryCassette } from '../calls/files.js';
import { RESPONSE_SIZE, requestOf } from '../calls/messages.js';
import { callOnce, createClient } from '../calls/service.js';
import { collectGarbage, type Subject, timed } from '../measure.js';

const NOWHERE = '127.0.0.1:1';

/**
 * `count` unary calls to a cassette of `size` interactions, spread over all of them; opening it is not counted. Each
 * interaction may answer again, so that a small cassette serves as many calls as a large one.
 */
export function lookedUp(path: string, size: number, count: number): Subject {
  writeUnaryCassette(path, size, RESPONSE_SIZE);
  const stride = Math.max(1, Math.floor(size / count));
  const requests = Array.from({ length: count }, (_, call) => requestOf((call * stride) % size));
  const interceptor = cassetteInterceptor(path, { mode: 'none', repeats: true });
  const client = createClient(NOWHERE, interceptor);
  return {
    async run() {
      // The first round opens the file and makes the index.
      await callOnce(client, requests[0] as Buffer);
      collectGarbage();
      return timed(count, async () => {
        for (const request of requests) await callOnce(client, request);
      });
    },
  };
}
