import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeStreamCassette, writeUnaryCassette } from './files.js';
import { lookedUp } from './lookup.js';
import { interleave, ratios, type Subject, spreadOf, WARM_UP } from './measure.js';
import { looked, readWhole } from './read.js';
import { besideWatch, oneStream, recorded, unaryCalls, unrecorded, type Work } from './record.js';
import { rememberedStream, rememberedUnary, replayedStream, replayedUnary } from './replay.js';
import { COMPARISON_HEAD, comparisonLine, figureLine } from './report.js';
import { addedInRounds, unrecordedInRounds } from './rounds.js';
import { RESPONSE_SIZE } from './service.js';
import { playedSessions } from './sessions.js';
import { readSettings, type Settings } from './settings.js';
import { startServer } from './start-server.js';
import { firstCall, loading } from './start-up.js';
import { unredacted } from './unredacted.js';

const say = (text: string): void => void process.stdout.write(text);

async function main({ rounds, ...sizes }: Settings, folder: string): Promise<void> {
  const file = (name: string): string => join(folder, name);
  const loading: number[] = [];
  const saving: number[] = [];

  const compare = async (title: string, aim: number | undefined, ours: Subject, other: Subject) => {
    const times = await interleave([ours, other, other], rounds);
    say(comparisonLine({ title, times, aim }));
  };

  say(`grpc-cassette, what it costs: Node ${process.version}, ${cpus()[0]?.model.trim() ?? 'unknown CPU'},
${availableParallelism()} CPUs, ${rounds} rounds. Medians, and the quartiles of the rounds. Noise: what it is
held against, measured twice: a ratio within it says nothing.

A unary call, or a message of a stream:
${COMPARISON_HEAD}`);

  const { replayedCalls: calls, messages } = sizes;
  for (const width of [1, 100]) {
    const title = width === 1 ? 'replayed call' : `  ${width} at a time`;
    const ours = replayedUnary(file('unary.yaml'), calls, width, loading);
    await compare(title, 1.5, ours, rememberedUnary(calls, width));
  }
  await compare(
    'replayed message',
    undefined,
    replayedStream(file('stream.yaml'), messages),
    rememberedStream(messages),
  );

  const server = await startServer();
  await startingUp(server.address, folder, compare);
  const record = (title: string, aim: number | undefined, work: Work, saved?: number[]): Promise<void> =>
    compare(
      title,
      aim,
      recorded(server.address, file('new.yaml'), work, saved),
      unrecorded(server.address, work),
    );
  await record('recorded call', 1.1, unaryCalls(sizes.liveCalls), saving);
  await record('  beside a watch', undefined, besideWatch(unaryCalls(sizes.liveCalls)));
  await record('recorded message', undefined, oneStream(messages));
  for (const [title, work] of [
    ['call, secrets out', unaryCalls(sizes.liveCalls)],
    ['message, secrets out', oneStream(messages)],
  ] as const) {
    const subject = recorded(server.address, file('new.yaml'), work);
    await compare(title, 1.05, subject, unredacted(subject));
  }
  await addingInRounds(server.address, file, Math.min(rounds, 5), sizes);
  await server.stop();

  say(`
  replayed against an interceptor that answers from memory, one event a turn;
  recorded against one that passes all on, same server, loopback, own process;
  loading: the built package after grpc-js, against grpc-js; load, first call: with grpc-js, replayed against live;
  secrets out: recorded by the default rules, against recorded with nothing taken out.

`);
  say(figureLine('opening a file of unary calls, first call', loading, 'µs an entry'));
  say(figureLine('saving unary calls', saving, 'µs an entry'));
  await lookingUp(file, rounds, sizes);
  await playingGroups(file, Math.min(rounds, 7));
  await reading(file, rounds, sizes);
}

type Compare = (title: string, aim: number | undefined, ours: Subject, other: Subject) => Promise<void>;

/** Processor time of whole processes: what a test file pays for what it loads. */
async function startingUp(address: string, folder: string, compare: Compare): Promise<void> {
  const grpc = loading('nothing');
  await compare('loading (CPU)', 0.35, loading('index'), grpc);
  for (const entry of ['mocha', 'register', 'tools', 'xai']) {
    await compare(`  /${entry}`, entry === 'xai' ? undefined : 0.6, loading(entry), grpc);
  }
  await compare('load, first call', 1.3, firstCall(folder, address, true), firstCall(folder, address, false));
}

/** What is added to a cassette that nobody closes costs as much whatever the cassette holds, and while a stream is open. */
async function addingInRounds(
  address: string,
  file: (name: string) => string,
  rounds: number,
  { liveCalls }: Omit<Settings, 'rounds'>,
): Promise<void> {
  const [few, many] = [liveCalls * 2.5, liveCalls * 25];
  const path = file('added.yaml');
  const subjects = [
    unrecordedInRounds(address, few),
    addedInRounds(address, path, few, false),
    addedInRounds(address, path, many, false),
    addedInRounds(address, path, many, true),
  ];
  const [plain = [], short = [], long = [], watched = []] = await interleave(subjects, rounds);
  const total = (times: readonly number[]): string =>
    `${(spreadOf(ratios(times, short)).median * (many / few)).toFixed(1)} times ${few}`;
  say('\nA call and a round of thought, recorded into a cassette that nobody closes:\n');
  say(figureLine(`  without a cassette, ${few} calls`, plain, 'µs'));
  say(figureLine(`  ${few} calls`, short, 'µs'));
  say(figureLine(`  ${many} calls: ${total(long)}`, long, 'µs'));
  say(figureLine(`  and an open stream: ${total(watched)}`, watched, 'µs'));
}

/** What a call costs does not depend on how many interactions the cassette holds. */
async function lookingUp(
  file: (name: string) => string,
  rounds: number,
  { replayedCalls }: Settings | Omit<Settings, 'rounds'>,
): Promise<void> {
  const [smallest, ...larger] = CASSETTE_SIZES.map((size) =>
    lookedUp(file(`${size}.yaml`), size, replayedCalls),
  );
  if (smallest === undefined) return;
  const [few = [], ...many] = await interleave([smallest, ...larger], rounds);
  say(figureLine('a call to a cassette of 10 interactions', few, 'µs'));
  for (const [index, times] of many.entries()) {
    const { median } = spreadOf(ratios(times, few));
    say(figureLine(`  of ${CASSETTE_SIZES[index + 1]}: ${median.toFixed(2)} times that`, times, 'µs'));
  }
}

/** What an event costs does not depend on how many recordings its group has. */
async function playingGroups(file: (name: string) => string, rounds: number): Promise<void> {
  const sizes = { recordings: CASSETTE_SIZES.at(-1) ?? 0, rounds: rounds + WARM_UP, most: MOST_SESSIONS };
  const [smallest, ...larger] = CASSETTE_SIZES.map((size) =>
    playedSessions(file(`group-${size}.yaml`), size, sizes),
  );
  if (smallest === undefined) return;
  const [few = [], ...many] = await interleave([smallest, ...larger], rounds);
  say(figureLine('an event of a watch and calls, groups of 10', few, 'µs of CPU'));
  for (const [index, times] of many.entries()) {
    const { median } = spreadOf(ratios(times, few));
    say(figureLine(`  of ${CASSETTE_SIZES[index + 1]}: ${median.toFixed(2)} times that`, times, 'µs of CPU'));
  }
}

async function reading(
  file: (name: string) => string,
  rounds: number,
  { fileSize, longStream }: Omit<Settings, 'rounds'>,
): Promise<void> {
  const few = Math.min(rounds, 5);
  const kinds = [
    { what: `calls of ${RESPONSE_SIZE} bytes`, each: 1000, responseSize: RESPONSE_SIZE },
    { what: 'calls of 100 kB', each: 138_000, responseSize: 100_000 },
  ];
  for (const { what, each, responseSize } of kinds) {
    const path = file('large.yaml');
    const size = writeUnaryCassette(path, Math.ceil(fileSize / each), responseSize);
    const [found = [], read = []] = await interleave([looked(path, size), readWhole(path, size)], few);
    const name = `${Math.round(size / 1e6)} MB of ${what}`;
    // A byte a microsecond is a megabyte a second.
    say(figureLine(`${name}, all entries`, found.map(invert), 'MB/s'));
    say(figureLine('  and all messages', read.map(invert), 'MB/s'));
  }
  const path = file('long.yaml');
  const size = writeStreamCassette(path, longStream, LONG_STREAM_MESSAGE);
  const [indexed = []] = await interleave([looked(path, size)], few);
  say(figureLine(`a stream of ${longStream} messages, indexing`, indexed.map(invert), 'MB/s'));
  const [whole = []] = await interleave(
    [replayedStream(path, longStream, LONG_STREAM_MESSAGE)],
    Math.min(few, 3),
  );
  say(figureLine('  replay', whole, 'µs a message'));
  const seconds = whole.map((each) => (each * longStream) / 1e6);
  say(figureLine('  replay', seconds, 's'));
}

/** In interactions. */
const CASSETTE_SIZES = [10, 1000, 100_000];

/** A round's, of the sessions in a group. */
const MOST_SESSIONS = 300;

/** In bytes. */
const LONG_STREAM_MESSAGE = 20;

function invert(value: number): number {
  return 1 / value;
}

const settings = readSettings(process.argv.slice(2));
if (typeof settings === 'string') {
  process.stderr.write(`${settings}\n`);
} else {
  // The person at the keyboard decides about a mode, but not about this one.
  delete process.env['GRPC_CASSETTE_MODE'];
  const folder = mkdtempSync(join(tmpdir(), 'grpc-cassette-bench-'));
  try {
    await main(settings, folder);
  } catch (error) {
    process.stderr.write(`The bench broke off: ${(error as Error).stack ?? String(error)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
