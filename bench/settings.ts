import { parseArgs } from 'node:util';

/** How much is measured. */
export interface Settings {
  readonly rounds: number;
  /** Rounds of whole processes, and of what takes seconds. */
  readonly fewRounds: number;
  /** Unary calls a round that are replayed. */
  readonly replayedCalls: number;
  /** Unary calls a round that reach the server. */
  readonly liveCalls: number;
  /** Messages of a stream. */
  readonly messages: number;
  /** Messages of the long stream. */
  readonly longStream: number;
  /** Calls of the large cassette. */
  readonly largeCassette: number;
  /** The size of the files that are read whole, in bytes, about. */
  readonly fileSize: number;
}

/** What the command line asks for. */
export interface Request extends Settings {
  /** The rows of the table that are wanted; all where none is named. */
  readonly rows: ReadonlySet<number>;
  /** Whether the figures are kept in bench/results.json. */
  readonly save: boolean;
}

const FULL: Settings = {
  rounds: 15,
  fewRounds: 7,
  replayedCalls: 3000,
  liveCalls: 400,
  messages: 15_000,
  longStream: 1_000_000,
  largeCassette: 100_000,
  fileSize: 64 << 20,
};
const QUICK: Settings = {
  rounds: 5,
  fewRounds: 3,
  replayedCalls: 2000,
  liveCalls: 300,
  messages: 10_000,
  longStream: 200_000,
  largeCassette: 20_000,
  fileSize: 16 << 20,
};

const USAGE =
  'npm run bench -- [--quick] [--rounds N] [--rows 3,4] [--save]   (N: a whole number from 1 to 1000)';
const OPTIONS = {
  quick: { type: 'boolean' },
  rounds: { type: 'string' },
  rows: { type: 'string' },
  save: { type: 'boolean' },
} as const;

/** Reads the command line. A `string` says what is wrong with it. */
export function readRequest(args: readonly string[]): Request | string {
  let given: ReturnType<typeof parse>;
  try {
    given = parse(args);
  } catch (error) {
    return `${(error as Error).message}\n${USAGE}`;
  }
  const settings = given.quick === true ? QUICK : FULL;
  const rounds = Number(given.rounds ?? settings.rounds);
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 1000)
    return `--rounds is ${given.rounds}.\n${USAGE}`;
  const rows = (given.rows ?? '').split(',').filter((row) => row !== '');
  if (rows.some((row) => !/^\d{1,2}$/.test(row))) return `--rows is ${given.rows}.\n${USAGE}`;
  return {
    ...settings,
    rounds,
    fewRounds: Math.min(settings.fewRounds, rounds),
    rows: new Set(rows.map(Number)),
    save: given.save === true,
  };
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS }).values;
}
