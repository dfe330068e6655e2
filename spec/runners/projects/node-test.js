import { ASK, BY_IMPORT, BY_REQUIRE, imports, REQUIRES, tested } from '../support/texts.js';

export const NODE_TEST = {
  'an ES module': {
    files: {
      ...ASK,
      'shelf.test.mjs': `import { test } from 'node:test';\n${imports()}${tested(BY_REQUIRE)}`,
    },
    command: ['--test'],
  },
  'a CommonJS module': {
    files: {
      ...ASK,
      'shelf.test.cjs': `const { test } = require('node:test');\n${REQUIRES}${tested(BY_IMPORT)}`,
    },
    command: ['--test'],
  },
};
