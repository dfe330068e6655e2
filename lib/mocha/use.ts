import type { TestUse } from '../testing/use-report.js';
import { eachSuite, type MochaSuite, type MochaTest } from './mocha.js';
import { titledSuite, titledTest } from './names.js';
import type { Run } from './run.js';

/** What is known of a tree's cassettes when its tests have run. */
export function useOf(root: MochaSuite, run: Run): TestUse {
  const names = run.namesIn(root);
  const suites = [...eachSuite(root)];
  const tests = suites.flatMap((suite) => suite.tests);
  const isUnfinished = (test: MochaTest): boolean => test.isPending() || !run.hasPassed(test);
  const files = tests.flatMap(({ file }) => (file === undefined ? [] : [file]));
  const unfinished = [
    ...tests.filter(isUnfinished).map((test) => names.pathOfTest(titledTest(test))),
    // The hooks of skipped suites are not run, nor even known to mocha.
    ...suites
      .filter((suite) => [...eachSuite(suite)].some((each) => each.tests.some(isUnfinished)))
      .map(titledSuite)
      .flatMap((suite) => [names.pathOfHooks(suite, 'before all'), names.pathOfHooks(suite, 'after all')]),
  ];
  return {
    specs: [...new Set(files)].map((file) => names.folderOf(file)),
    unfinished,
    notRun: tests
      .filter((test) => !test.isPending() && !run.hasBegun(test))
      .map((test) => titledTest(test).titles.join(' ')),
    hasOnly: root.hasOnly(),
  };
}
