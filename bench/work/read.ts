import { openCassette } from '../../lib/index.js';
import { type Subject, timed } from '../measure.js';

/** Opens a cassette and looks at every entry, without its messages. Times are µs a byte. */
export function looked(path: string, size: number): Subject {
  return { run: () => open(path, size, () => undefined) };
}

/** The same, and every message's bytes as well. */
export function readWhole(path: string, size: number): Subject {
  return {
    run: () =>
      open(path, size, (messages) => {
        for (let index = 0; index < messages.length; index += 1) messages.at(index);
      }),
  };
}

interface Messages {
  readonly length: number;
  at(index: number): Uint8Array;
}

async function open(path: string, size: number, look: (messages: Messages) => void): Promise<number> {
  const cassette = openCassette(path, { mode: 'none' });
  const time = await timed(size, async () => {
    for (const { requests, responses } of cassette.interactions) {
      look(requests);
      look(responses);
    }
  });
  await cassette.close();
  return time;
}
