/**
 * Opens a cassette that nobody owns, and says so; then does what each line of its standard input says: `call X` makes a call and
 * lets rounds go by, `exit 0` exits with that code. It says each line when it is done.
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { cassetteInterceptor, type RecordMode } from '../../lib/index.js';
import { callUnary, echoClient } from './echo-server.js';
import { turns } from './time.js';

/** What the program is to open. */
export interface OrdersJob {
  readonly path: string;
  readonly mode: RecordMode;
  readonly address: string;
}

const { path, mode, address } = JSON.parse(process.argv[2] ?? '') as OrdersJob;
const interceptor = cassetteInterceptor(path, { mode });
const client = echoClient(address, { interceptors: [interceptor] });
writeSync(1, `${interceptor.cassette?.plan}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const [order, argument = ''] = line.split(' ');
  if (order === 'exit') process.exit(Number(argument));
  const { response, error } = await callUnary(client, argument);
  await turns(2);
  writeSync(1, `${line} ${response ?? error?.details.split('\n')[0]}\n`);
}
