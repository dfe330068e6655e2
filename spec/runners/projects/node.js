import { ASK, asked, BY_IMPORT, BY_REQUIRE, imports, REQUIRES } from '../support/texts.js';

const REGISTERED = asked().replace('cassetteClientOptions', 'cassetteClientOptions: () => ({})');

/** Programs that Node runs as they are. */
export const NODE = {
  'import from an ES module': {
    files: { ...ASK, 'main.mjs': `${imports()}await ${asked(BY_REQUIRE)};\n` },
    command: ['main.mjs'],
  },
  'require from a CommonJS module': {
    files: { ...ASK, 'main.cjs': `${REQUIRES}${asked(BY_IMPORT)};\n` },
    command: ['main.cjs'],
  },
  'import() from a CommonJS module': {
    files: {
      ...ASK,
      'main.cjs': `const { Client, credentials } = require('@grpc/grpc-js');
const { ask } = require('./ask.cjs');
import('grpc-cassette').then(({ cassetteClientOptions, cassetteInterceptor, useCassette }) =>
  ${asked("require('grpc-cassette')")});
`,
    },
    command: ['main.cjs'],
  },
  'an ES module, by --import grpc-cassette/register': {
    files: { ...ASK, 'main.mjs': `${imports()}await ${REGISTERED};\n` },
    command: ['--import', 'grpc-cassette/register', 'main.mjs'],
  },
  'a CommonJS module, by --require grpc-cassette/register': {
    files: { ...ASK, 'main.cjs': `${REQUIRES}${REGISTERED};\n` },
    command: ['--require', 'grpc-cassette/register', 'main.cjs'],
  },
};
