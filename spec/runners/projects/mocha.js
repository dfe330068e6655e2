import { ASK, asked, BY_IMPORT, BY_REQUIRE, imports, REQUIRES } from '../support/texts.js';

const tested = (other) => `it('is answered', () => ${asked(other)});\n`;
const compilerOptions = {
  module: 'commonjs',
  moduleResolution: 'node',
  esModuleInterop: true,
  types: ['mocha'],
};

/** A project of mocha with one spec, and the root hooks of the package. `config` goes into mocha's own. */
export function ofMocha(name, spec, config = {}, files = {}) {
  const configuration = { require: ['grpc-cassette/mocha'], spec: [name], ...config };
  return {
    files: { ...ASK, '.mocharc.json': configuration, [name]: spec, ...files },
    command: ['node_modules/mocha/bin/mocha.js'],
  };
}

export const OF_MOCHA = {
  'a CommonJS spec': ofMocha('shelf.spec.cjs', REQUIRES + tested(BY_IMPORT)),
  'a spec that is an ES module': ofMocha('shelf.spec.mjs', imports() + tested(BY_REQUIRE)),
  'a TypeScript spec, by tsx': ofMocha('shelf.spec.ts', imports('./ask.cjs') + tested(BY_IMPORT), {
    'node-option': ['import=tsx'],
  }),
  'a TypeScript spec, by ts-node': ofMocha(
    'shelf.spec.ts',
    imports('./ask.cjs') + tested(),
    { require: ['ts-node/register', 'grpc-cassette/mocha'] },
    { 'tsconfig.json': { compilerOptions } },
  ),
};
