import { ASK, asked, BY_IMPORT, BY_REQUIRE, imports } from '../support/texts.js';

const compilerOptions = {
  module: 'commonjs',
  moduleResolution: 'node',
  esModuleInterop: true,
  strict: true,
  target: 'es2022',
  types: ['node'],
};

/** Programs in TypeScript that are run without being compiled first. */
export const SCRIPTS = {
  'tsx, an ES module': {
    files: {
      ...ASK,
      'package.json': { type: 'module' },
      'main.ts': `${imports()}await ${asked(BY_REQUIRE)};\n`,
    },
    command: ['--import', 'tsx', 'main.ts'],
  },
  'tsx, CommonJS': {
    files: { ...ASK, 'main.ts': `${imports('./ask.cjs')}void ${asked(BY_IMPORT)};\n` },
    command: ['--import', 'tsx', 'main.ts'],
  },
  'ts-node, CommonJS': {
    files: {
      ...ASK,
      'tsconfig.json': { compilerOptions },
      'main.ts': `${imports('./ask.cjs')}void ${asked()};\n`,
    },
    command: ['--require', 'ts-node/register', 'main.ts'],
  },
};
