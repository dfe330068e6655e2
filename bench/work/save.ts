import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { cassetteInterceptor, openCassette } from '../../lib/index.js';
import { callAtOnce, createClient } from '../calls/service.js';
import { type Subject, timed } from '../measure.js';

/** What saving recorded calls takes, and copying the same bytes, in microseconds an entry. */
export interface SavingTimes {
  readonly saving: number;
  readonly copying: number;
}

/** Records unary calls into a cassette that is closed at the end, as tests' are, and saves them. */
export function saved(address: string, path: string, count: number): Subject<SavingTimes> {
  return {
    async run() {
      const cassette = openCassette(path, { mode: 'all' });
      const client = createClient(address, cassetteInterceptor(cassette));
      await callAtOnce(client, 0, count, 10);
      const saving = await timed(count, () => cassette.close());
      client.close();
      const bytes = readFileSync(path);
      const copying = await timed(count, async () => copy(bytes, `${path}.copy`));
      rmSync(path);
      rmSync(`${path}.copy`);
      return { saving, copying };
    },
  };
}

function copy(bytes: Uint8Array, path: string): void {
  const file = openSync(path, 'w');
  writeSync(file, bytes);
  fsyncSync(file);
  closeSync(file);
}
