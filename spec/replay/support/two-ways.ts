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

const METHODS = ['Unary', 'Unary', 'ServerStream', 'ClientStream', 'Bidi'] as const;

type Random = () => number;

interface Ask {
  readonly method: (typeof METHODS)[number];
  readonly request: Uint8Array;
}

/** What two cassettes answer that hold the same, of which the file's index knows all it can of one and nothing of the other. */
export interface TwoAnswers {
  readonly known: unknown;
  readonly unknown: unknown;
}

/** Asks both the same. `seed` makes a cassette, its options, and what is asked. */
export async function answersOfBoth(
  { clientOf, temporary, server }: EchoSuite,
  seed: number,
): Promise<TwoAnswers> {
  const random = randomNumbers(seed);
  const target = `dns:${server.address}`;
  const text = cassette(...listOf(random, 12, (index) => entryOf(random, index, target)));
  const options = pick(random, OPTIONS);
  const asked = listOf(random, 14, () => ({
    method: pick(random, METHODS),
    request: pick(random, REQUESTS),
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
  const method = pick(random, METHODS);
  const maybe = (line: string, chance: number): readonly string[] => (random() < chance ? [line] : []);
  const text = entry({
    method,
    requests: [pick(random, REQUESTS)],
    responses: [`${index}`],
    call: [
      ...maybe(`order: {group: 1f3a-${1 + Math.floor(random() * 2)}, start: ${20 - index}, end: 40}`, 0.2),
      ...maybe('redacted: [request 1]', 0.15),
      ...maybe('redacted: [metadata x-a]', 0.05),
      ...maybe(`target: ${pick(random, [target, 'dns:other:1'])}`, 0.4),
      'response_metadata: {}',
      KNOWN,
    ],
  });
  if (random() >= 0.15) return text;
  const [from, to] = pick(random, SPOILT);
  return text.replace(from, to);
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
