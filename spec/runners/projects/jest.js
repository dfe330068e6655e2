import { ASK, BY_IMPORT, imports, REQUIRES, tested } from '../support/texts.js';

const JEST = 'node_modules/jest/bin/jest.js';
/** Node's own would give the instance outside of the sandbox. */
const BY_SANDBOXED_REQUIRE =
  "import('node:module').then(({ createRequire }) => createRequire(import.meta.url)('grpc-cassette'))";

/** A project of jest whose test is CommonJS. `config` goes into jest's own. */
export function ofJest(test, config = {}, files = {}) {
  return {
    files: { ...ASK, 'jest.config.json': config, 'shelf.test.js': test, ...files },
    command: [JEST],
  };
}

/** A project of jest whose test is an ES module. */
export function ofJestModules(test) {
  return {
    files: {
      ...ASK,
      'jest.config.json': { testMatch: ['**/*.test.mjs'] },
      'shelf.test.mjs': test,
    },
    command: ['--experimental-vm-modules', JEST],
  };
}

/** What compiles TypeScript to CommonJS for jest, by name. */
export const COMPILERS = {
  'ts-jest': 'ts-jest',
  '@swc/jest': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
};

/** A project of jest whose test is TypeScript, compiled to CommonJS. */
export function ofTypedJest(test, transform) {
  const compilerOptions = {
    module: 'commonjs',
    moduleResolution: 'node',
    esModuleInterop: true,
    strict: true,
    types: ['node', 'jest'],
  };
  return {
    files: {
      ...ASK,
      'tsconfig.json': { compilerOptions },
      'jest.config.json': { transform: { '\\.ts$': transform } },
      'shelf.test.ts': test,
    },
    command: [JEST],
  };
}

/** Without these, grpc-js can make no call in jsdom, and @bufbuild/protobuf is not loaded. */
const WHAT_JSDOM_LACKS = `const { TextDecoder, TextEncoder } = require('node:util');
const { setImmediate } = require('node:timers');
Object.assign(globalThis, { TextDecoder, TextEncoder, setImmediate });
`;

export const OF_JEST = {
  'CommonJS, the default': ofJest(`${REQUIRES}${tested()}`),
  'CommonJS in jsdom': ofJest(
    `${REQUIRES}${tested()}`,
    { testEnvironment: 'jsdom', setupFiles: ['./of-node.cjs'] },
    { 'of-node.cjs': WHAT_JSDOM_LACKS },
  ),
  'CommonJS with --experimental-vm-modules': {
    ...ofJest(`${REQUIRES}${tested(BY_IMPORT)}`),
    command: ['--experimental-vm-modules', JEST],
  },
  'CommonJS, with modules reset after clients are made': ofJest(`${REQUIRES}
function ofAnotherCopy(...given) {
  jest.resetModules();
  const again = require('grpc-cassette');
  expect(again.useCassette).not.toBe(useCassette);
  return again.useCassette(...given);
}
test('is answered', () =>
  ask({ Client, credentials, cassetteClientOptions, cassetteInterceptor, useCassette: ofAnotherCopy }));
`),
  'ES modules': ofJestModules(`${imports()}${tested(BY_SANDBOXED_REQUIRE)}`),
  ...Object.fromEntries(
    Object.entries(COMPILERS).map(([name, transform]) => [
      name,
      ofTypedJest(`${imports('./ask.cjs')}${tested()}`, transform),
    ]),
  ),
};
