import { cassette, entry, unary } from '../../support/cassettes.js';

const OPENING = 'version: 1\ninteractions:\n';
const REQUEST = '  request_sample:\n    raw: !!binary |\n      QQ==\n';
const RESPONSE = '  response_sample:\n    raw: !!binary |\n      YQ==\n';
const GOOD = unary('A', 'a');

/** A cassette of a unary call with these lines in its `call`. */
const withCall = (...lines: readonly string[]): string =>
  cassette(entry({ requests: ['A'], responses: ['a'], call: ['response_metadata: {}', ...lines] }));
const withHeaders = (...lines: readonly string[]): string =>
  cassette(entry({ requests: ['A'], responses: ['a'], call: ['response_metadata:', ...lines] }));
const withStatus = (...lines: readonly string[]): string =>
  withCall('status:', ...lines.map((line) => `  ${line}`));
const withTimes = (key: string, items: string): string =>
  cassette(
    entry({ method: 'ServerStream', requests: ['A'], responses: ['a', 'b'] }).replace(
      /$/,
      `    ${key}: [${items}]\n`,
    ),
  );

const ABSURD = [
  '-1',
  '4294967296',
  '9007199254740992',
  '9007199254740993',
  '999999999999999',
  '1e308',
  '1e400',
  '.nan',
  '.inf',
  '-.inf',
  '0x10',
  '0o7',
  '1_000',
  '1.5',
  'true',
  '~',
  'end',
  '[]',
  '{}',
];
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'grpc-status',
  ':path',
  'bad key',
  '""',
  '-bin',
  'x-bin',
];

const group = (count: number): Buffer =>
  Buffer.concat([Buffer.alloc(count, 0x0b), Buffer.alloc(count, 0x0c)]);

function nested(count: number): Buffer {
  let bytes = Buffer.alloc(0);
  for (let level = 0; level < count && bytes.length < 20_000; level += 1) {
    const length: number[] = [];
    for (let left = bytes.length; ; left >>>= 7) {
      length.push(left > 127 ? (left & 127) | 128 : left);
      if (left <= 127) break;
    }
    bytes = Buffer.concat([Buffer.from([0x0a, ...length]), bytes]);
  }
  return bytes;
}

/** Cassettes that were made to do harm, and what a person may write by mistake. */
export const SPECIALS: Readonly<Record<string, () => string | Buffer>> = {
  'an alias bomb': () =>
    `${OPENING}- json: &a0 [x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 12 }, (_, index) => `  k${index}: &a${index + 1} [${Array(9).fill(`*a${index}`).join(', ')}]\n`).join('')}`,
  'an alias inside itself': () => `${OPENING}- &a\n  call: *a\n${REQUEST}${RESPONSE}`,
  'aliases of one entry': () => `${OPENING}- &a\n  x: 1\n${'- *a\n'.repeat(500)}`,
  'a merge key': () => `${OPENING}- <<: {call: 1}\n${REQUEST}${RESPONSE}`,
  'a tag of JavaScript': () => `${OPENING}- !!js/function 'function () {}'\n`,
  'a tag of Python': () => `${OPENING}- !!python/object/apply:os.system ['true']\n`,
  'a tag of its own': () => `%TAG ! tag:yaml.org,2002:\n---\n${cassette(GOOD)}`,
  'two documents': () => `${cassette(GOOD)}---\n${cassette(GOOD)}`,
  'a document that ends': () => `${cassette(GOOD)}...\n`,
  'a byte order mark': () => `\ufeff${cassette(GOOD)}`,
  'lines of CRLF': () => cassette(GOOD).replaceAll('\n', '\r\n'),
  'lines of CR': () => cassette(GOOD).replaceAll('\n', '\r'),
  'UTF-16': () => Buffer.from(`\ufeff${cassette(GOOD)}`, 'utf16le'),
  'a NUL': () => cassette(GOOD).replace('a', '\0'),
  NULs: () => Buffer.alloc(10_000),
  'a NUL in a header': () => withHeaders('  x-a:', '  - "a\\0b"'),
  'no interactions': () => 'version: 1\n',
  'interactions that are text': () => 'version: 1\ninteractions: x\n',
  'a version of many digits': () => `version: ${'9'.repeat(500)}\ninteractions: []\n`,
  'a flow list': () => 'version: 1\ninteractions: [{}, ~, [], {call: {}}]\n',
  'no entry': () => `${OPENING}- \n-\n`,
  'torn entries': () => OPENING + '- x: [\n'.repeat(5000),
  nulls: () => OPENING + '- null\n'.repeat(5000),
  'empty entries': () => OPENING + '- {}\n'.repeat(5000),
  'a bound that one request does not reach': () => withCall('metadata_after: end', 'status_after: end'),
  'a bound beyond all requests': () => withCall('status_after: 999999999999999'),
  ...Object.fromEntries(
    ABSURD.flatMap((number): [string, () => string][] => [
      [`a status code of ${number}`, () => withStatus(`code: ${number}`, "details: ''")],
      [`a time of ${number}`, () => withCall(`metadata_ms: ${number}`, `ended_ms: ${number}`)],
      [`a bound of ${number}`, () => withCall(`metadata_after: ${number}`)],
      [`times of ${number}`, () => withTimes('chunks_ms', `${number}, ${number}`)],
      [`bounds of ${number}`, () => withTimes('chunks_after', `0, ${number}`)],
    ]),
  ),
  ...Object.fromEntries(
    NAMES.flatMap((name): [string, () => string][] => [
      [`a header ${name}`, () => withHeaders(`  ${name}:`, '  - x')],
      [`a header ${name} of bytes`, () => withHeaders(`  ${name}:`, '  - !!binary AAEC')],
      [`a key ${name}`, () => withCall(`${name}: {a: b}`)],
      [`a method ${name}`, () => cassette(GOOD.replace('/echo.Echo/Unary', `'${name.replaceAll("'", '')}'`))],
    ]),
  ),
  'a group in a group': () => cassette(unary(group(10_000), 'a'), unary(nested(10_000), 'a'), GOOD),
  'no end of a varint': () => cassette(unary(Buffer.alloc(10_000, 0xff), Buffer.alloc(10_000, 0xff)), GOOD),
  'levels of flow': () => `${OPENING}- x: ${'['.repeat(5000)}${']'.repeat(5000)}\n`,
  'levels of block': () =>
    OPENING + Array.from({ length: 1000 }, (_, level) => `${' '.repeat(level)}- \n`).join(''),
};

/** Those that take some time, or some memory. */
export const LARGE_SPECIALS: Readonly<Record<string, () => string | Buffer>> = {
  'a million levels of flow': () => `${OPENING}- x: ${'['.repeat(1_000_000)}\n`,
  'a million levels of flow, in the list': () => `version: 1\ninteractions: ${'['.repeat(1_000_000)}\n`,
  'a value of 12 million characters': () => withStatus('code: 0', `details: ${'a'.repeat(12_000_000)}`),
  'a value of 12 million characters in quotes': () =>
    withStatus('code: 0', `details: '${'a'.repeat(12_000_000)}'`),
  'a value of 12 million escapes': () => withStatus('code: 0', `details: "${'\\n'.repeat(6_000_000)}"`),
  'a header of 12 million characters': () => withHeaders('  x-a:', `  - ${'a'.repeat(12_000_000)}`),
  'a key of 2 million characters': () => withCall(`${'k'.repeat(2_000_000)}: x`),
  'a hundred thousand headers': () =>
    withHeaders(...Array.from({ length: 100_000 }, (_, index) => `  x-${index}:\n      - y`)),
  'a million values of a header': () => withHeaders('  x-a:', '  - y\n    '.repeat(1_000_000).trimEnd()),
  'a million torn entries': () => OPENING + '- x: [\n'.repeat(1_000_000),
  'a million nulls': () => OPENING + '- null\n'.repeat(1_000_000),
  'a million empty entries': () => OPENING + '- {}\n'.repeat(1_000_000),
  'two million times that are none': () => withTimes('chunks_ms', '1, '.repeat(500_000).slice(0, -2)),
  'a message of 20 MB': () => cassette(unary('A', Buffer.alloc(20_000_000, 1))),
  'a request of 20 MB': () => cassette(unary(Buffer.alloc(20_000_000, 1), 'a'), GOOD),
  'a group of a million levels': () => cassette(unary(group(1_000_000), 'a'), GOOD),
};
