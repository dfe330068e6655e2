/** Reads one long server stream through a cassette and says, as one line of JSON, what memory it took. */
import { writeSync } from 'node:fs';
import { cassetteInterceptor, type RecordMode } from '../../lib/index.js';
import { echoClient } from './echo-server.js';
import { messageOf } from './memory-files.js';
import { bytesHeld, peakBytes } from './memory-usage.js';

/** What the program is to do. */
export interface StreamJob {
  readonly path: string;
  readonly mode: RecordMode;
  readonly address: string;
  readonly request: string;
  readonly count: number;
  readonly size: number;
  /** Memory is looked at each time that so many messages have come. */
  readonly every: number;
}

/** What it says. */
export interface StreamReport {
  readonly heard: number;
  /** How many messages were not as they should be. */
  readonly wrong: number;
  /** The bytes held before the call, at each look, after its end, and after the cassette was closed. */
  readonly held: readonly number[];
  /** The most memory the process was ever given: before the call, at its last message, and at the end. */
  readonly peaks: readonly number[];
}

const job = JSON.parse(process.argv[2] ?? '') as StreamJob;
const interceptor = cassetteInterceptor(job.path, { mode: job.mode });
const client = echoClient(job.address, { interceptors: [interceptor] });
const held = [bytesHeld()];
const peaks = [peakBytes()];
let heard = 0;
let wrong = 0;
await new Promise<void>((resolve, reject) => {
  const stream = client.ServerStream(Buffer.from(job.request));
  stream.on('data', (message: Buffer) => {
    if (!message.equals(messageOf(heard, job.size))) wrong += 1;
    heard += 1;
    if (heard % job.every === 1) held.push(bytesHeld());
    if (heard === job.count) peaks.push(peakBytes());
  });
  stream.on('error', reject);
  stream.on('end', resolve);
});
held.push(bytesHeld());
await interceptor.cassette?.close();
held.push(bytesHeld());
peaks.push(peakBytes());
const report: StreamReport = { heard, wrong, held, peaks };
writeSync(1, `${JSON.stringify(report)}\n`);
process.exit(0);
