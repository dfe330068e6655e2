import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import {
  type Cassette,
  CassetteError,
  type CassetteOptions,
  cassetteInterceptor,
  openCassette,
} from '../../../lib/index.js';
import { make, type PlannedCall } from './planned-call.js';

/** A cassette that may be anything, and what is done with it. */
export interface Input {
  readonly bytes: Buffer;
  readonly options: CassetteOptions & { readonly mode: 'none' | 'new_episodes' };
  readonly calls: readonly PlannedCall[];
  /** Whether the calls are made at once, or one after the other. */
  readonly together: boolean;
}

/** What came of it; `faults` is what must not be. */
export interface Outcome {
  readonly ends: readonly number[];
  readonly written: boolean;
  readonly faults: readonly string[];
}

/** Every call ends by then, if only by this. Those that wait in recorded time mostly do so for longer than anybody would. */
const DEADLINE_MS = { instant: 500, recorded: 200 };
/** What may be late about it. */
const SLACK_MS = 4000;
/** What else than a deadline lets an instant replay of one request wait, or end as if for that. */
const WAITS = /cancelled_by_client|cut_short|code: *4/;
/** What an error of a program looks like, and none of a cassette. */
const PROGRAM_FAULT =
  /\b(?:Type|Range|Reference|Syntax)Error\b|is not a function|Cannot read propert|undefined/;

const MISSED: PlannedCall = {
  method: '/echo.Echo/Unary',
  requestStream: false,
  responseStream: false,
  requests: [Buffer.from('nothing like it')],
};

/** Opens the cassette in a folder of its own, makes its calls and one that misses, and closes it. */
export async function play(input: Input, folder: string, address: string): Promise<Outcome> {
  const faults: string[] = [];
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'chat.yaml');
  writeFileSync(path, input.bytes);
  const opened = openCassette(path, input.options);
  const client = new grpc.Client(address, grpc.credentials.createInsecure(), {
    interceptors: [cassetteInterceptor(opened)],
  });
  const ends: number[] = [];
  const ending = [...input.calls, MISSED].map((call) => () => end(client, call, input, faults));
  if (input.together) ends.push(...(await Promise.all(ending.map((each) => each()))));
  else for (const each of ending) ends.push(await each());
  look(opened, faults);
  await opened.close().catch((error: unknown) => note('close', error, faults));
  client.close();
  const after = readFileSync(path);
  const written = !after.equals(input.bytes);
  if (written && input.options.mode === 'none') faults.push('mode none: the file was touched');
  if (!holdsLines(after, input.bytes)) faults.push('something of the file was lost');
  const files = readdirSync(folder).filter((name) => !name.endsWith('.journal'));
  if (files.length !== 1) faults.push(`files were left: ${files}`);
  rmSync(folder, { recursive: true });
  for (const object of [Object.prototype, Array.prototype, Function.prototype]) {
    if (Object.keys(object).length > 0) faults.push('a prototype was polluted');
  }
  return { ends, written, faults };
}

async function end(
  client: grpc.Client,
  call: PlannedCall,
  { bytes, options }: Input,
  faults: string[],
): Promise<number> {
  const start = Date.now();
  const isInstant = (options.timing ?? 0) === 0;
  const deadline = isInstant ? DEADLINE_MS.instant : DEADLINE_MS.recorded;
  try {
    const ended = make(client, call, start + deadline);
    // The first call reads the file, which may take its whole time.
    const isHeldUp = Date.now() - start > deadline / 2;
    const { code, details } = await ended;
    if (Date.now() - start > deadline + SLACK_MS) faults.push(`${call.method}: ended after its deadline`);
    const mayWait = isHeldUp || call.requestStream || !isInstant || WAITS.test(bytes.toString('latin1'));
    if (code === grpc.status.DEADLINE_EXCEEDED && !mayWait) faults.push(`${call.method}: waited`);
    if (code === grpc.status.INTERNAL && PROGRAM_FAULT.test(details))
      faults.push(`${call.method}: ${details}`);
    return code;
  } catch (error) {
    faults.push(`${call.method} threw ${String(error)}`);
    return -1;
  }
}

function look(opened: Cassette, faults: string[]): void {
  for (const { error } of opened.misses) note('a miss', error, faults);
  for (const key of ['plan', 'interactions', 'played', 'unplayed', 'notReplayable'] as const) {
    try {
      void opened[key];
    } catch (error) {
      note(key, error, faults);
    }
  }
}

function note(what: string, error: unknown, faults: string[]): void {
  if (!CassetteError.is(error)) faults.push(`${what}: ${String((error as Error)?.stack ?? error)}`);
  else if (PROGRAM_FAULT.test(error.message)) faults.push(`${what}: ${error.message}`);
}

/** Whether all lines of `before` stand in `after`, in their order; an empty list may have become one of something. */
function holdsLines(after: Buffer, before: Buffer): boolean {
  if (after.equals(before)) return true;
  const lines = after.toString('latin1').split('\n');
  let at = 0;
  for (const line of before
    .toString('latin1')
    .replace(/^(interactions:) *\[\]/m, '$1')
    .split('\n')) {
    const found = lines.indexOf(line, at);
    if (found === -1) return false;
    at = found + 1;
  }
  return true;
}
