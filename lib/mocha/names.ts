import type { CassetteNames, Titled } from '../testing/names.js';
import { eachSuite, firstAttempt, type MochaSuite, type MochaTest } from './mocha.js';

/** A test as its cassette is named after it: whichever attempt it is, the first. */
export function titledTest(attempt: MochaTest): Titled {
  const key = firstAttempt(attempt);
  return { key, file: key.file, titles: [...(key.parent?.titlePath() ?? []), key.title] };
}

/** A suite as the cassettes of its all-hooks are named after it. */
export function titledSuite(suite: MochaSuite): Titled {
  return { key: suite, file: suite.file, titles: suite.titlePath() };
}

/** Takes note of all suites and tests of a tree, whichever of them run. */
export function addTree(names: CassetteNames, root: MochaSuite): void {
  for (const suite of eachSuite(root)) {
    names.add('suite', titledSuite(suite));
    for (const test of suite.tests) names.add('test', titledTest(test));
  }
}
