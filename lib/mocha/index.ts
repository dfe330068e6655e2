import type { Cassette } from '../index.js';

export type { CassetteSetting } from '../testing/setting.js';
export { cassette } from './cassette.js';
export { type MochaRootHooks, mochaGlobalSetup, mochaGlobalTeardown, mochaHooks } from './root-hooks.js';

declare global {
  /** Mocha's own types, where there are any. */
  namespace Mocha {
    interface Context {
      /** The cassette of the test or hook that runs; undefined where `cassette(false)` says that there is none. */
      cassette?: Cassette | undefined;
    }
  }
}
