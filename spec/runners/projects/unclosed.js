import { ASK, importing, requiring } from '../support/texts.js';
import { COMPILERS, ofJest, ofJestModules, ofTypedJest } from './jest.js';
import { ofVitest, POOLS } from './vitest.js';

const needed = (from) => ({
  '@grpc/grpc-js': 'Client, credentials',
  'grpc-cassette': 'cassetteInterceptor',
  [from]: 'findBook',
});
const IMPORTS = importing(needed('./ask.mjs'));
const REQUIRES = requiring(needed('./ask.cjs'));

/** A client as README's first example has it: nobody closes its cassette. */
const CLIENT = `const client = new Client(process.env.SHELF_ADDRESS ?? '', credentials.createInsecure(), {
  interceptors: [cassetteInterceptor('fixtures/chat.yaml', { mode: 'once' })],
});
`;
const EMMA = "test('Emma', async () => expect(await findBook(client, 'Emma')).toBe('CgRFbW1hENoD'));\n";
const TEST = CLIENT + EMMA;

/** Projects with one test, by their runner. */
export const UNCLOSED = {
  ...Object.fromEntries(
    POOLS.map((pool) => [
      `vitest, pool ${pool}`,
      ofVitest({ pool }, { 'shelf.test.mjs': `${IMPORTS}${TEST}` }),
    ]),
  ),
  'jest, CommonJS': ofJest(`${REQUIRES}${TEST}`),
  'jest, ES modules': ofJestModules(`${IMPORTS}${TEST}`),
  ...Object.fromEntries(
    Object.entries(COMPILERS).map(([name, transform]) => [
      `jest, ${name}`,
      ofTypedJest(`${importing(needed('./ask.cjs'))}${TEST}`, transform),
    ]),
  ),
};

/** With SHELF_MEET, each test goes on once the other's call has ended: both are recording then. */
const MEET = `async function meet(title, others) {
  writeFileSync('asked-' + title, '');
  while (process.env.SHELF_MEET && !existsSync('asked-' + others)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
`;
const meeting = (title, others, book) => `${CLIENT}${MEET}test('${title}', async () => {
  const book = await findBook(client, '${title}');
  await meet('${title}', '${others}');
  expect(book).toBe('${book}');
});
`;
const FILES = { 'node:fs': 'existsSync, writeFileSync' };
const PATIENT = { testTimeout: 30_000, maxWorkers: 2 };

const BOTH = {
  emma: meeting('Emma', 'Ulysses', 'CgRFbW1hENoD'),
  ulysses: meeting('Ulysses', 'Emma', 'CgdVbHlzc2VzENoF'),
};
const named = (ending, head) =>
  Object.fromEntries(Object.entries(BOTH).map(([name, test]) => [`${name}.test.${ending}`, head + test]));

const vitest = (pool) => ({
  ...ofVitest({ pool, ...PATIENT }),
  files: {
    ...ASK,
    'vitest.config.mjs': `export default ${JSON.stringify({ cacheDir: './.cache', test: { globals: true, pool, ...PATIENT } })};\n`,
    ...named('mjs', importing({ ...FILES, ...needed('./ask.mjs') })),
  },
});
const { command: jest } = ofJest('');
const JEST_FILES = {
  ...ASK,
  'jest.config.json': PATIENT,
  ...named('js', requiring({ ...FILES, ...needed('./ask.cjs') })),
};

/** Projects with two test files that record into one cassette, by their runner; `env` is that of the recording. */
export const TWO_FILES = {
  'two processes of vitest': { ...vitest('forks'), recording: { SHELF_MEET: '1' } },
  'two threads of vitest': { ...vitest('threads'), recording: { SHELF_MEET: '1' } },
  'two processes of jest': { files: JEST_FILES, command: jest, recording: { SHELF_MEET: '1' } },
  'two sandboxes in one process of jest': {
    files: JEST_FILES,
    command: [...jest, '--runInBand'],
    recording: {},
  },
};
