/**
 * Records calls of all kinds, several at a time, and says each one's number once the client has heard its status. What
 * it says is written at once: a process that is killed takes nothing with it that it had said.
 */
import { writeSync } from 'node:fs';
import { cassetteInterceptor, openCassette, type RecordMode } from '../../lib/index.js';
import { type EchoClient, echoClient } from './echo-server.js';

/** What the program is to do. */
export interface StormJob {
  readonly path: string;
  readonly mode: RecordMode;
  readonly address: string;
  /** The first part of every request. */
  readonly name: string;
  /** `record` until it is killed, `save` again and again meanwhile, or `exit` with code 0 after some calls. */
  readonly until: 'kill' | 'save' | 'exit';
}

const LARGE = 400_000;
const WORKERS = 4;

const job = JSON.parse(process.argv[2] ?? '') as StormJob;
const cassette = openCassette(job.path, { mode: job.mode });
const client = echoClient(job.address, { interceptors: [cassetteInterceptor(cassette)] });

/** Said in the very turn in which the client hears of the end. */
function say(id: string): void {
  writeSync(1, `${id}\n`);
}

function unary(id: string): Promise<void> {
  return new Promise((resolve) => {
    client.Unary(Buffer.from(id), () => {
      say(id);
      resolve();
    });
  });
}

function stream(id: string): Promise<void> {
  return statusOf(id, client.ServerStream(Buffer.from(id)));
}

function upload(id: string): Promise<void> {
  let call: ReturnType<EchoClient['ClientStream']>;
  const ended = new Promise<void>((resolve) => {
    call = client.ClientStream(() => {
      say(id);
      resolve();
    });
    for (const part of [id, 'b', 'c']) call.write(Buffer.from(part));
    call.end();
  });
  return ended;
}

function talk(id: string, size: number): Promise<void> {
  const call = client.Bidi();
  const ended = statusOf(id, call);
  for (let index = 0; index < 4; index += 1) {
    call.write(index === 0 ? Buffer.from(id) : Buffer.alloc(size, index));
  }
  call.end();
  return ended;
}

function statusOf(
  id: string,
  call: ReturnType<EchoClient['ServerStream'] | EchoClient['Bidi']>,
): Promise<void> {
  return new Promise((resolve) => {
    call.on('data', () => undefined);
    call.on('error', () => undefined);
    call.on('status', () => {
      say(id);
      resolve();
    });
  });
}

function make(index: number, id: string): Promise<void> {
  if (index % 23 === 11) return talk(id, LARGE);
  if (index % 5 === 1) return stream(id);
  if (index % 5 === 3) return upload(id);
  if (index % 7 === 2) return talk(id, 10);
  return unary(id);
}

let made = 0;

async function work(isDone: () => boolean): Promise<void> {
  while (!isDone()) {
    made += 1;
    const id = `${job.name}-${made}`;
    await make(made, id);
  }
}

async function save(): Promise<never> {
  for (;;) {
    await cassette.save();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

writeSync(1, 'ready\n');
const working = Array.from({ length: WORKERS }, () => work(() => job.until === 'exit' && made >= 40));
if (job.until === 'save') void save();
await Promise.all(working);
writeSync(1, 'exiting\n');
process.exit(0);
