/** Opens a watch, and beside it what it is told; cancels the watch when the rest is over. */
import { readFile, writeSync } from 'node:fs';
import { CassetteError, cassetteInterceptor, openCassette } from '../../lib/index.js';
import { echoClient } from './echo-server.js';

/** What the program is to do. */
export interface WatchJob {
  readonly path: string;
  /** Opens a bidirectional call beside the watch, sends it `x`, and half-closes it like this; else the first message of the watch is the end. */
  readonly halfCloses?:
    | 'never'
    | 'by timer'
    | 'by file'
    | 'by immediate'
    | 'by a timer that holds no process';
  /** Whether nobody listens to that call's error. */
  readonly isCareless?: boolean;
}

const { path, halfCloses, isCareless } = JSON.parse(process.argv[2] ?? '') as WatchJob;
const say = (line: string): number => writeSync(1, `${line}\n`);
const cassette = openCassette(path);
// Nothing listens there: only a replay can answer.
const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(cassette)] });
const watch = client.ServerStream(Buffer.from('watch'));
watch.on('error', () => say('cancelled'));
watch.on('data', (message: Buffer) => {
  say(`seen ${message}`);
  if (halfCloses === undefined) end();
});

function end(): void {
  say(`forgiven ${cassette.forgiven.length}`);
  watch.cancel();
}

function converse(): void {
  const call = client.Bidi();
  const halfClose = (): unknown => call.end();
  call.on('data', (message: Buffer) => say(`heard ${message}`));
  if (isCareless !== true)
    call.on('error', ({ cause }: Error) => say(CassetteError.is(cause) ? cause.code : 'another error'));
  call.on('status', () => setImmediate(end));
  call.write(Buffer.from('x'));
  if (halfCloses === 'by timer') setTimeout(halfClose, 50);
  else if (halfCloses === 'by file') readFile(process.execPath, halfClose);
  else if (halfCloses === 'by immediate') setImmediate(halfClose);
  else if (halfCloses === 'by a timer that holds no process') setTimeout(halfClose, 300).unref();
}

if (halfCloses !== undefined) converse();
