import { ASK, BY_REQUIRE, imports, tested } from '../support/texts.js';

/** A project of vitest. `config` goes into its `test`. */
export function ofVitest(config, files = {}) {
  const configuration = { cacheDir: './.cache', test: { globals: true, ...config } };
  return {
    files: {
      ...ASK,
      'vitest.config.mjs': `export default ${JSON.stringify(configuration)};\n`,
      'shelf.test.mjs': `${imports()}${tested(isOutside(config) ? undefined : BY_REQUIRE)}`,
      ...files,
    },
    command: ['node_modules/vitest/vitest.mjs', 'run'],
  };
}

/** Whether `require` is Node's own, outside of the context that the test is in. */
function isOutside({ pool = '' }) {
  return pool.startsWith('vm');
}

export const POOLS = ['forks', 'threads', 'vmThreads', 'vmForks'];
const inlined = { server: { deps: { inline: ['grpc-cassette'] } } };

export const VITEST = Object.fromEntries(
  POOLS.flatMap((pool) => [
    [`pool ${pool}`, ofVitest({ pool })],
    [`pool ${pool}, with the package inlined`, ofVitest({ pool, ...inlined })],
  ]),
);
