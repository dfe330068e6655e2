import { ask } from './ask.js';
import { findBook } from './find-book.js';
import { hear } from './hear.js';

const NAMES = 'cassetteClientOptions, cassetteInterceptor, useCassette';
const GIVEN = `Client, credentials, ${NAMES}`;

const FILES = '{ existsSync, readFileSync, writeFileSync }';
const FUNCTIONS = [findBook, hear, ask].join('\n');
const EXPORTS = '{ findBook, hear, ask };\n';

/** `ask`, and what it is made of, as files of a project, for whoever imports, requires or types it. */
export const ASK = {
  'ask.mjs': `import ${FILES} from 'node:fs';\n${FUNCTIONS}\nexport ${EXPORTS}`,
  'ask.cjs': `const ${FILES} = require('node:fs');\n${FUNCTIONS}\nmodule.exports = ${EXPORTS}`,
  'ask.d.cts': 'export declare function ask(given: object): Promise<void>;\n',
};

/** The head of a program that imports what it needs, as an ES module or TypeScript. */
export function imports(from = './ask.mjs') {
  return `import { Client, credentials } from '@grpc/grpc-js';
import { ${NAMES} } from 'grpc-cassette';
import { ask } from '${from}';
`;
}

/** The head of a program that requires what it needs. */
export const REQUIRES = `const { Client, credentials } = require('@grpc/grpc-js');
const { ${NAMES} } = require('grpc-cassette');
const { ask } = require('./ask.cjs');
`;

/** A call of `ask`. `other` is code that loads grpc-cassette the other way. */
export function asked(other) {
  return `ask({ ${GIVEN}${other === undefined ? '' : `, other: () => ${other}`} })`;
}

/** The same in a test of any runner with the usual names. */
export function tested(other) {
  return `test('is answered', () => ${asked(other)});\n`;
}

/** Ways of loading the package the other way: from an ES module, and from a CommonJS one. */
export const BY_REQUIRE =
  "process.getBuiltinModule('node:module').createRequire(import.meta.url)('grpc-cassette')";
export const BY_IMPORT = "import('grpc-cassette')";
