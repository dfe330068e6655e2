/** Replays a bidirectional call, says some requests, and then does what it is told, or nothing at all. */
import { writeSync } from 'node:fs';
import { CassetteError, cassetteInterceptor, openCassette, type RecordMode } from '../../lib/index.js';
import { echoClient } from './echo-server.js';

/** What the program is to do. */
export interface ReplayJob {
  readonly path: string;
  readonly mode: RecordMode;
  readonly requests: readonly string[];
  /** Cancels after this many milliseconds, by a timer that does not keep the process alive. */
  readonly cancelAfter?: number;
  /** The call's deadline, in milliseconds from its start. */
  readonly deadlineAfter?: number;
  /** Closes the cassette when it hears the first message. */
  readonly closesAtFirst?: boolean;
}

const job = JSON.parse(process.argv[2] ?? '') as ReplayJob;
const say = (line: string): number => writeSync(1, `${line}\n`);
const cassette = openCassette(job.path, { mode: job.mode });
// Nothing listens there: only a replay can answer.
const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(cassette)] });
const { deadlineAfter } = job;
const call = client.Bidi(deadlineAfter === undefined ? {} : { deadline: Date.now() + deadlineAfter });
call.on('data', (message: Buffer) => say(`heard ${message.toString()}`));
call.on('error', (error: Error & { code?: number; details?: string }) => {
  const { cause } = error;
  say(`error ${error.code} ${CassetteError.is(cause) ? cause.code : error.message}`);
  if (!CassetteError.is(cause)) return;
  say(error.details ?? '');
  say(`misses ${cassette.misses.length}`);
});
call.on('status', ({ code }: { code: number }) => code === 0 && say('ended'));
for (const request of job.requests) call.write(Buffer.from(request));
if (job.closesAtFirst === true) {
  call.once('data', () => void cassette.close().then(() => say('closed')));
}
if (job.cancelAfter !== undefined) {
  setTimeout(() => {
    say('cancels');
    call.cancel();
  }, job.cancelAfter).unref();
}
