import { readFileSync } from 'node:fs';
import { ASK, importing, requiring } from '../support/texts.js';
import { TWO_BOOKS } from '../support/two-books.js';
import { ofJest } from './jest.js';
import { ofVitest } from './vitest.js';

/** A cassette for each test, which an automatic fixture puts in charge. */
const fixture = (parameters, name) => `const test = base.extend({
  cassette: [
    async (${parameters}, use) => {
      await use(insertCassette(\`fixtures/\${${name}}.yaml\`, { onUnplayed: 'error' }));
      await ejectCassette();
    },
    { auto: true },
  ],
});
`;

const HOOKS = `beforeEach(() => {
  insertCassette(\`fixtures/\${expect.getState().currentTestName}.yaml\`, { onUnplayed: 'error' });
});
afterEach(() => ejectCassette());
`;

const needed = (from) => ({
  '@grpc/grpc-js': 'Client, credentials',
  'grpc-cassette': 'cassetteInterceptor, ejectCassette, insertCassette',
  [from]: 'findBook, hear',
});
const IMPORTS = importing(needed('./ask.mjs'));
const REQUIRES = requiring(needed('./ask.cjs'));
const CLIENT = `const client = new Client(process.env.SHELF_ADDRESS, credentials.createInsecure(), {
  interceptors: [cassetteInterceptor()],
});
`;

/** Tests that each ask for a book, and write down what they hear. */
const READING = `for (const title of ['Emma', 'Ulysses']) {
  test(title, async () => hear({ [title]: await findBook(client, title) }));
}
`;
/** A test that asks for a book, and ends as the call does. */
export const THROWING = "test('Walden', () => findBook(client, 'Walden'));\n";
/** The same, and the program goes on without the book. */
export const SWALLOWING = "test('Walden', () => findBook(client, 'Walden').catch(() => 'no book'));\n";

const documents = readFileSync(new URL('../../../docs/testing.md', import.meta.url), 'utf8');
const [, DOCUMENTED] = /```js\n(import \{ test as base \} from 'vitest';[^`]*`[^`]*`[^`]*)```/.exec(
  documents,
);

/** Projects by their runner, given the text of tests. */
export const OF_FIXTURES = {
  'vitest, as docs/testing.md has it': (tests) =>
    ofVitest(
      {},
      {
        'fixture.mjs': DOCUMENTED,
        'shelf.test.mjs': `import { test } from './fixture.mjs';\n${IMPORTS}${CLIENT}${tests}`,
      },
    ),
  'vitest, test.extend': (tests) =>
    ofVitest(
      {},
      {
        'shelf.test.mjs': `import { test as base } from 'vitest';
${IMPORTS}${fixture('{ task }', 'task.name')}${CLIENT}${tests}`,
      },
    ),
  'jest, beforeEach and afterEach': (tests) => ofJest(`${REQUIRES}${HOOKS}${CLIENT}${tests}`),
  'Playwright, test.extend': (tests) => ({
    files: {
      ...ASK,
      'shelf.test.mjs': `import { test as base } from '@playwright/test';
${IMPORTS}${fixture('{}', 'test.info().title')}${CLIENT}${tests}`,
    },
    command: ['node_modules/@playwright/test/cli.js', 'test'],
    // Else it keeps what it compiles for all projects of this machine.
    env: { PWTEST_CACHE_DIR: '.cache' },
  }),
};

/** A cassette for each of two tests. */
export const FIXTURES = Object.fromEntries(
  Object.entries(OF_FIXTURES).map(([name, ofTests]) => [name, { ...ofTests(READING), ...TWO_BOOKS }]),
);
