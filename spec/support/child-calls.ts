/** Makes unary calls one after another through a cassette, says what became of each, then waits or exits. */
import { writeSync } from 'node:fs';
import { CassetteError, type CassetteOptions, cassetteInterceptor, openCassette } from '../../lib/index.js';
import { callUnary, echoClient } from './echo-server.js';

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
  /** Exits with this code; without one it waits to be killed. */
  readonly exit?: number;
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
}
writeSync(1, 'done\n');
if (job.exit !== undefined) process.exit(job.exit);
setInterval(() => undefined, 1000);
