/** Records calls as the owner of a cassette, and more when it is told to; then closes it. */
import { writeSync } from 'node:fs';
import { cassetteInterceptor, openCassette, type RecordMode } from '../../../lib/index.js';
import { callUnary, echoClient } from '../../support/echo-server.js';

/** What the program is to do. */
export interface ToldJob {
  readonly path: string;
  readonly mode: RecordMode;
  readonly address: string;
  readonly calls: readonly string[];
  /** When it is told to go on. */
  readonly further: readonly string[];
}

const job = JSON.parse(process.argv[2] ?? '') as ToldJob;
const cassette = openCassette(job.path, { mode: job.mode });
const client = echoClient(job.address, { interceptors: [cassetteInterceptor(cassette)] });
for (const call of job.calls) await callUnary(client, call);
writeSync(1, `process ${process.pid}\ndone\n`);
await new Promise((resolve) => process.stdin.once('data', resolve));
for (const call of job.further) await callUnary(client, call);
await cassette.close();
writeSync(1, 'closed\n');
process.exit(0);
