import { writeFileSync } from 'node:fs';
import { type CassetteOptions, openCassette } from '../../../lib/index.js';
import { join, part } from '../../messages/support/wire.js';
import { cassette, entry } from '../../support/cassettes.js';
import { callUnary, type EchoClient } from '../../support/echo-server.js';
import type { EchoSuite } from '../../support/echo-suite.js';
import { listen } from '../../support/listen.js';
import { QUESTION_SCHEMA, question } from '../../support/question.js';
import { pick, randomNumbers } from '../../support/random.js';

/** Some that are equal, that mean the same, and that mean the same to a schema alone. */
const REQUESTS: readonly Uint8Array[] = [
  Buffer.from('A'),
  Buffer.from('B'),
  Buffer.alloc(0),
  question({ text: 'a', request_id: 'x' }),
  join(part(2, 'x'), part(1, 'a')),
  join(part(1, ''), part(1, 'a'), part(2, 'x')),
  question({ text: 'a', request_id: 'y' }),
  question({ text: '[REDACTED]', request_id: 'x' }),
];

const OPTIONS: readonly CassetteOptions[] = [
  {},
  {},
  { repeats: true },
  { schema: QUESTION_SCHEMA },
  { schema: QUESTION_SCHEMA, ignore: ['request_id'], repeats: true },
  { ignore: ['2'] },
  { matchMetadata: ['x-a'] },
  { match: 'method' },
  { match: 'sequence' },
  { match: (call, { requests }) => call.requests.length === 0 || requests.length > 0 },
];

const SPOILT: readonly (readonly [from: string, to: string])[] = [
  ['  request_', '  note: kept\n  request_'],
  ['!!binary |\n      ', '!!binary |\n      *'],
  ['response_metadata: {}', 'response_metadata: 7'],
  ['response_', 'answer_'],
  ['    method: ', '    "method": '],
];

/** The index passes over a comment that stands deep, and leaves an entry to its reader where one stands among the keys. */
const KNOWN = '    # a comment';
const UNKNOWN = '# a comment';

const OTHER = 'dns:other:1';

const METHODS = ['Unary', 'Unary', 'ServerStream', 'ClientStream', 'Bidi'] as const;

type Random = () => number;

interface Ask {
  readonly method: (typeof METHODS)[number];
  readonly request: Uint8Array;
}

/** What is asked, at most so many times. */
interface Asking {
  readonly methods: readonly Ask['method'][];
  readonly requests: readonly Uint8Array[];
  readonly most: number;
}

/** What two cassettes answer that hold the same, of which the file's index knows all it can of one and nothing of the other. */
export interface TwoAnswers {
  readonly known: unknown;
  readonly unknown: unknown;
}

/** Enough of a method for the index to look for a few by themselves, before it sorts all. */
const MANY = 300;

/** Asks both the same. `seed` makes a cassette, its options, and what is asked. */
export function answersOfBoth(suite: EchoSuite, seed: number): Promise<TwoAnswers> {
  return answersOf(suite, seed, { methods: METHODS, requests: REQUESTS, most: 14 }, (random, target) =>
    listOf(random, 12, (index) => entryOf(random, index, target)),
  );
}

/** The same of many recordings of one method that the index knows. */
export function answersOfMany(suite: EchoSuite, seed: number): Promise<TwoAnswers> {
  const requests = [
    ...REQUESTS,
    ...Array.from({ length: MANY }, (_, index) => question({ text: `${index}` })),
  ];
  return answersOf(suite, seed, { methods: ['Unary'], requests, most: 60 }, (random, target) =>
    Array.from({ length: MANY }, (_, index) => soundEntryOf(random, index, target, requests)),
  );
}

async function answersOf(
  { clientOf, temporary, server }: EchoSuite,
  seed: number,
  { methods, requests, most }: Asking,
  entriesOf: (random: Random, target: string) => readonly string[],
): Promise<TwoAnswers> {
  const random = randomNumbers(seed);
  const target = `dns:${server.address}`;
  const text = cassette(...entriesOf(random, target));
  const options = pick(random, OPTIONS);
  const asked = listOf(random, most, () => ({
    method: pick(random, methods),
    request: pick(random, requests),
  }));
  const play = async (content: string): Promise<unknown> => {
    const path = temporary('chat.yaml');
    writeFileSync(path, content);
    const opened = openCassette(path, options);
    const client = clientOf(opened);
    const told = [];
    for (const ask of asked) told.push(await answer(client, ask));
    const { misses, played, notReplayable } = opened;
    const unplayed = unlessBroken(() => opened.unplayed.length);
    client.close();
    await opened.close();
    return untimed({
      told,
      misses: misses.map(({ error, count }) => [error.message, count]),
      played: played.map(({ responses }) => responses.length),
      unplayed,
      notReplayable,
    });
  };
  return { known: await play(text), unknown: await play(text.replaceAll(KNOWN, UNKNOWN)) };
}

/** How long an event waited is another each time. */
function untimed(told: object): unknown {
  return JSON.parse(JSON.stringify(told).replace(/waited \d+ ms/g, 'waited'));
}

/** What is left may be broken. */
function unlessBroken(count: () => number): unknown {
  try {
    return count();
  } catch (error) {
    return (error as Error).message;
  }
}

function listOf<T>(random: Random, most: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: 1 + Math.floor(random() * most) }, (_, index) => make(index));
}

function entryOf(random: Random, index: number, target: string): string {
  const maybe = (line: string, chance: number): readonly string[] => (random() < chance ? [line] : []);
  const text = entry({
    method: pick(random, METHODS),
    requests: [pick(random, REQUESTS)],
    responses: [`${index}`],
    call: [
      ...maybe(orderOf(random, 20 - index), 0.2),
      ...maybe('redacted: [request 1]', 0.15),
      ...maybe('redacted: [metadata x-a]', 0.05),
      ...maybe(`target: ${pick(random, [target, OTHER])}`, 0.4),
      'response_metadata: {}',
      KNOWN,
    ],
  });
  if (random() >= 0.15) return text;
  const [from, to] = pick(random, SPOILT);
  return text.replace(from, to);
}

/** One that can be read. */
function soundEntryOf(
  random: Random,
  index: number,
  target: string,
  requests: readonly Uint8Array[],
): string {
  const marks = pick(random, ['request 1', 'request b', 'metadata x-a', 'response 1', '', '', '', '', '']);
  return entry({
    requests: [pick(random, requests)],
    responses: [`${index}`],
    call: [
      ...(random() < 0.02 ? [orderOf(random, MANY - index)] : []),
      `redacted: [${marks}]`,
      ...(random() < 0.4 ? [`target: ${pick(random, [target, OTHER])}`] : []),
      'response_metadata: {}',
      KNOWN,
    ],
  });
}

function orderOf(random: Random, start: number): string {
  return `order: {group: 1f3a-${1 + Math.floor(random() * 2)}, start: ${start}, end: ${start + MANY}}`;
}

async function answer(client: EchoClient, { method, request }: Ask): Promise<unknown> {
  const bytes = Buffer.from(request);
  if (method === 'Unary') {
    const { error, response } = await callUnary(client, bytes);
    return error?.message ?? response;
  }
  if (method === 'ClientStream') {
    return await new Promise((resolve) => {
      const call = client.ClientStream((error, response) => resolve(error?.message ?? String(response)));
      call.end(bytes);
    });
  }
  if (method === 'ServerStream') return await listen(client.ServerStream(bytes)).ended;
  const call = client.Bidi();
  const { ended } = listen(call);
  call.end(bytes);
  return await ended;
}
