/** Plays cassettes that may be anything, one after the other, and says what came of each. */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { startEchoServer } from '../../support/echo-server.js';
import { inputsOf } from './inputs.js';
import { type Input, type Outcome, play } from './play.js';
import { LARGE_SPECIALS } from './specials.js';
import { Watchdog } from './watchdog.js';

/** What the program is to do: mutations of a seed, by their numbers, or one of the large specials. */
export interface HostileJob {
  readonly folder: string;
  readonly of:
    | { readonly seed: number; readonly from: number; readonly to: number }
    | { readonly special: string };
  /** No input may take longer, nor more memory in all. */
  readonly mostMs: number;
  readonly mostBytes: number;
}

/** What it says of each input, a line of JSON. */
export interface PlayedInput extends Outcome {
  readonly index: number;
}

const { folder, of, mostMs, mostBytes } = JSON.parse(process.argv[2] ?? '') as HostileJob;
const strays: string[] = [];
const stray = (error: unknown): void =>
  void strays.push(`stray: ${String((error as Error)?.stack ?? error)}`);
process.on('unhandledRejection', stray);
process.on('uncaughtException', stray);

function* inputs(): Iterable<readonly [number, Input]> {
  if ('seed' in of) {
    const inputOf = inputsOf(of.seed);
    for (let index = of.from; index < of.to; index += 1) yield [index, inputOf(index)];
    return;
  }
  const bytes = Buffer.from(LARGE_SPECIALS[of.special]?.() ?? '');
  for (const [index, mode] of (['none', 'new_episodes'] as const).entries()) {
    yield [index, { bytes, calls: [], options: { mode }, together: false }];
  }
}

const server = await startEchoServer();
const watchdog = new Watchdog(mostMs, mostBytes);
for (const [index, input] of inputs()) {
  const { faults, ...outcome } = await play(input, join(folder, String(index)), server.address);
  watchdog.touch();
  const played: PlayedInput = { index, ...outcome, faults: [...faults, ...strays.splice(0)] };
  writeSync(1, `${JSON.stringify(played)}\n`);
}
await server.stop();
