/** Makes unary calls one after another through a cassette, says what became of each, then waits or ends. */
import { writeSync } from 'node:fs';
import { CassetteError, type CassetteOptions, cassetteInterceptor, openCassette } from '../../lib/index.js';
import { callUnary, echoClient } from './echo-server.js';
import { turns } from './time.js';

/** What the program is to do. */
export interface CallsJob {
  readonly path: string;
  readonly mode: CassetteOptions['mode'] & string;
  /** Further options, as far as JSON has them. */
  readonly options?: Pick<CassetteOptions, 'ignore' | 'onUnplayed' | 'schema'>;
  readonly address: string;
  readonly calls: readonly string[];
  /** Opens the cassette as its owner, who does not close it: what is recorded stays in the journal. */
  readonly isOwner?: boolean;
  /** Rounds of the event loop after each call. */
  readonly rounds?: number;
  /** Exits with this code; without one it waits to be killed. */
  readonly exit?: number;
  /** Ends by an exception that nobody catches. */
  readonly throws?: boolean;
  /** Ends by itself, with this exit code. */
  readonly exitCode?: number;
}

const job = JSON.parse(process.argv[2] ?? '') as CallsJob;
const options = { ...job.options, mode: job.mode };
const interceptor =
  job.isOwner === true
    ? cassetteInterceptor(openCassette(job.path, options))
    : cassetteInterceptor(job.path, options);
const client = echoClient(job.address, { interceptors: [interceptor] });
for (const request of job.calls) {
  const { error, response } = await callUnary(client, request);
  const cause = error?.cause;
  const code = CassetteError.is(cause) ? cause.code : error?.message;
  writeSync(1, `${JSON.stringify({ response, code })}\n`);
  await turns(job.rounds ?? 0);
}
writeSync(1, 'done\n');
if (job.exit !== undefined) process.exit(job.exit);
if (job.throws === true) throw new Error('nobody catches this');
client.close();
if (job.exitCode === undefined) setInterval(() => undefined, 1000);
else process.exitCode = job.exitCode;
