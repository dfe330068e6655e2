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
  'ask.d.cts': `export declare function ask(given: object): Promise<void>;
export declare function findBook(client: object, title: string): Promise<string>;
`,
};

/** The head of an ES module, or of TypeScript: the names that it imports, by where from. */
export function importing(names) {
  return Object.entries(names)
    .map(([from, list]) => `import { ${list} } from '${from}';\n`)
    .join('');
}

/** The head of a CommonJS module. */
export function requiring(names) {
  return Object.entries(names)
    .map(([from, list]) => `const { ${list} } = require('${from}');\n`)
    .join('');
}

const needed = (from) => ({
  '@grpc/grpc-js': 'Client, credentials',
  'grpc-cassette': NAMES,
  [from]: 'ask',
});

/** The head of a program that imports what `ask` needs. */
export function imports(from = './ask.mjs') {
  return importing(needed(from));
}

/** The head of a program that requires it. */
export const REQUIRES = requiring(needed('./ask.cjs'));

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
