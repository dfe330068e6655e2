import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { recordings } from '../../format/support/arbitraries.js';
import { fileOf } from '../../format/support/entries.js';
import { documents, MUTATIONS, type Mutation } from '../../format/support/mutations.js';
import { cassette, entry, unary } from '../../support/cassettes.js';
import { callsIn, type PlannedCall } from './planned-call.js';
import type { Input } from './play.js';

/** Whole numbers from 0, the same for the same seed (mulberry32, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c). */
class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(count: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % count;
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}

interface Base {
  readonly bytes: Buffer;
  readonly calls: readonly PlannedCall[];
}

const MOST_CALLS = 5;
/** A large file is mutated less often where it matters, and takes longer. */
const MOST_BYTES = 100_000;

const ECHO = cassette(
  unary('A', 'a'),
  entry({
    method: 'ServerStream',
    requests: ['s'],
    responses: ['s:0', 's:1'],
    call: ['response_metadata: {}', 'metadata_ms: 1', 'ended_ms: 9'],
  }),
  entry({
    method: 'ClientStream',
    requests: ['x', 'y'],
    responses: ['x,y'],
    call: ['response_metadata: {}', 'status_after: end'],
  }),
  entry({
    method: 'Bidi',
    requests: ['x', 'y'],
    responses: ['x', 'y'],
    after: [1, 'end'],
    call: ['response_metadata: {}', 'metadata_after: 1', 'status_after: end'],
  }),
  entry({
    method: 'Unary',
    requests: ['f'],
    responses: [],
    call: [
      'response_metadata: {}',
      'trailers:',
      '  x-a:',
      '  - b',
      'status:',
      '  code: 5',
      '  details: none',
    ],
  }),
);

const FOLDERS = [resolve('fixtures'), resolve('..', 'shared', 'xai-cassettes')];

/** Real cassettes, those of this library and of the Python harness as far as they are at hand, and made-up ones. */
function basesOf(seed: number): readonly Base[] {
  const real = FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => readFileSync(join(folder, name))),
  );
  const made = [
    ...fc.sample(documents, { numRuns: 10, seed }).map((text) => Buffer.from(text)),
    ...fc.sample(fc.array(recordings, { minLength: 1, maxLength: 4 }), { numRuns: 10, seed }).map(fileOf),
  ];
  return [Buffer.from(ECHO), ...real, ...made]
    .filter(({ length }) => length < MOST_BYTES)
    .map((bytes) => ({ bytes, calls: callsIn(bytes, MOST_CALLS) }));
}

const NUMBERS = [
  '-1',
  '4294967296',
  '9007199254740993',
  '999999999999999',
  '1e308',
  '.nan',
  '.inf',
  '0x1f',
  'end',
  '',
  '!!int 3',
];
const KEYS = ['__proto__', 'constructor', 'toString', '<<', '? a', '"a"', 'grpc-status', ':path'];
const BOUNDS = [
  'metadata_after: end',
  'status_after: end',
  'status_after: 7',
  'metadata_after: 2',
  'cut_short: true',
  'cancelled_by_client: true',
  'ended_ms: 999999999999999',
];

/** Replaces the match of `pattern` that chance picks. */
const replacing =
  (pattern: RegExp, texts: readonly string[]): Mutation =>
  (bytes, at, other) => {
    const text = bytes.toString('latin1');
    const found = [...text.matchAll(pattern)];
    const match = found[at % Math.max(1, found.length)];
    if (match === undefined) return bytes;
    const after = match.index + match[0].length;
    return Buffer.from(
      text.slice(0, match.index) + texts[other % texts.length] + text.slice(after),
      'latin1',
    );
  };

const HOSTILE: readonly Mutation[] = [
  ...MUTATIONS.values(),
  replacing(/\d+/g, NUMBERS),
  replacing(/[\w-]+(?=:(?: |\n))/g, KEYS),
  replacing(
    /(?<=\n {4}method: .*\n)/g,
    BOUNDS.map((line) => `    ${line}\n`),
  ),
];

const OPTIONS: readonly Input['options'][] = (['none', 'new_episodes'] as const).flatMap((mode) =>
  [0, 0.001].flatMap((timing) =>
    (['request', 'method', 'sequence'] as const).map((match) => ({ mode, timing, match })),
  ),
);

/** Mutated cassettes, the same for the same seed and number. */
export function inputsOf(seed: number): (index: number) => Input {
  const bases = basesOf(seed);
  return (index) => {
    const chance = new Chance(seed + index);
    const base = chance.of(bases);
    let { bytes } = base;
    for (let left = 1 + chance.below(3); left > 0 && bytes.length > 0; left -= 1) {
      bytes = chance.of(HOSTILE)(bytes, chance.below(2 ** 31), chance.below(2 ** 31));
    }
    return { bytes, calls: base.calls, options: chance.of(OPTIONS), together: chance.below(2) === 1 };
  };
}
