import { CassetteError } from '../index.js';
import { type CassetteSetting, checkSetting } from '../testing/setting.js';
import { markHook } from './marks.js';
import { theRun } from './state.js';

/** Mocha's `before`, by the names that its interfaces give it. */
interface SuiteGlobals {
  readonly before?: (hook: () => void) => unknown;
  readonly suiteSetup?: (hook: () => void) => unknown;
}

/**
 * Says how the cassettes of a suite are used, when called in a `describe`; or that of one test, in an `it` or an each-hook
 * before the first gRPC call. What it does not name stays as the suites around it and the configuration say. `false`: no
 * cassette, calls pass through untouched; `true`: a cassette again.
 * Throws a `CassetteError` (`invalid_option`).
 */
export function cassette(setting: CassetteSetting): void {
  checkSetting(setting, 'cassette()');
  const scene = theRun().current;
  if (scene !== undefined) {
    scene.configure(setting);
    return;
  }
  const { before, suiteSetup } = globalThis as SuiteGlobals;
  const defineHook = before ?? suiteSetup;
  if (defineHook === undefined) {
    throw wrongPlace(
      'cassette() finds no suite that is being defined. Call it in a describe or an it that mocha runs.',
    );
  }
  const place = wrongPlace(
    'cassette() was called outside of a suite. Call it in a describe or an it; for all tests, set the key "cassette" of .mocharc.',
  );
  // Our root hooks take it away before it runs.
  const marker = (): void => {
    throw wrongPlace(
      'cassette() needs the hooks of this library: set { "require": ["grpc-cassette/mocha"] } in .mocharc.',
    );
  };
  defineHook(markHook(marker, { setting, place }));
}

function wrongPlace(message: string): CassetteError {
  return new CassetteError('invalid_option', message, { option: 'cassette' });
}
