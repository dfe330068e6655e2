import { parseArgs } from 'node:util';

/** How much is measured. */
export interface Settings {
  readonly rounds: number;
  /** Unary calls a round that are replayed. */
  readonly replayedCalls: number;
  /** Unary calls a round that reach the server. */
  readonly liveCalls: number;
  /** Messages of a stream. */
  readonly messages: number;
  /** Messages of the long stream. */
  readonly longStream: number;
  /** The size of the large files, in bytes, about. */
  readonly fileSize: number;
}

const FULL: Settings = {
  rounds: 15,
  replayedCalls: 3000,
  liveCalls: 400,
  messages: 15_000,
  longStream: 1_000_000,
  fileSize: 64 << 20,
};
const QUICK: Settings = {
  rounds: 5,
  replayedCalls: 2000,
  liveCalls: 300,
  messages: 10_000,
  longStream: 200_000,
  fileSize: 16 << 20,
};

const USAGE = 'npm run bench -- [--quick] [--rounds N]   (N: a whole number from 1 to 1000)';

/** Reads the command line. A `string` says what is wrong with it. */
export function readSettings(args: readonly string[]): Settings | string {
  let given: { quick?: boolean | undefined; rounds?: string | undefined };
  try {
    given = parseArgs({
      args: [...args],
      options: { quick: { type: 'boolean' }, rounds: { type: 'string' } },
    }).values;
  } catch (error) {
    return `${(error as Error).message}\n${USAGE}`;
  }
  const settings = given.quick === true ? QUICK : FULL;
  if (given.rounds === undefined) return settings;
  const rounds = Number(given.rounds);
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 1000) {
    return `--rounds is ${given.rounds}.\n${USAGE}`;
  }
  return { ...settings, rounds };
}
