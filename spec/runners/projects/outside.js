import { ASK, importing, requiring } from '../support/texts.js';
import { ofJest } from './jest.js';
import { ofVitest } from './vitest.js';

const needed = (from, more) => ({ '@grpc/grpc-js': 'Client, credentials', ...more, [from]: 'findBook' });
const client = (options) =>
  `const client = new Client(process.env.SHELF_ADDRESS, credentials.createInsecure(), ${options});\n`;

const INTERCEPTOR = { 'grpc-cassette': 'cassetteInterceptor' };
const TESTED = `${client('{ interceptors: [cassetteInterceptor()] }')}test('Emma', () => findBook(client, 'Emma'));\n`;

/** Projects, by their runner, whose test makes a call and uses no cassette. */
export const OUTSIDE = {
  vitest: ofVitest({}, { 'shelf.test.mjs': importing(needed('./ask.mjs', INTERCEPTOR)) + TESTED }),
  jest: ofJest(requiring(needed('./ask.cjs', INTERCEPTOR)) + TESTED),
};

const PLAIN = importing(needed('./ask.mjs')) + client('{}');
const TWICE = "for (const title of ['Emma', 'Emma']) await findBook(client, title);\nclient.close();\n";

/** Programs that know nothing of cassettes and make a call twice, by how `grpc-cassette/register` gets into them. */
export const REGISTERED = {
  '--import': {
    files: { ...ASK, 'main.mjs': PLAIN + TWICE },
    command: ['--import', 'grpc-cassette/register', 'main.mjs'],
  },
  'NODE_OPTIONS, into the tests of vitest': {
    ...ofVitest({}, { 'shelf.test.mjs': `${PLAIN}test('Emma', async () => {\n${TWICE}});\n` }),
    env: { NODE_OPTIONS: '--import grpc-cassette/register' },
  },
};
