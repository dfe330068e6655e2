import { asked, imports, REQUIRES } from '../support/texts.js';
import { ofJest } from './jest.js';
import { ofMocha } from './mocha.js';
import { ofVitest } from './vitest.js';

/**
 * Timers that are fake before the package is loaded. grpc-js makes no live call with them, so a recording test turns them off;
 * in a replay they stay.
 */
function recordedBy(unfake, when = "process.env.GRPC_CASSETTE_MODE === 'once'") {
  return `test('is answered', () => {
  if (${when}) ${unfake};
  return ${asked()};
});
`;
}

const fakedInVitest = (given = '', pool = 'forks') =>
  ofVitest(
    { pool, setupFiles: ['./fake.mjs'] },
    {
      'fake.mjs': `import { vi } from 'vitest';\nvi.useFakeTimers(${given});\n`,
      'shelf.test.mjs': `${imports()}${recordedBy('vi.useRealTimers()')}`,
    },
  );
const fakedInJest = (config) =>
  ofJest(`${REQUIRES}${recordedBy('jest.useRealTimers()')}`, {
    fakeTimers: { enableGlobally: true, ...config },
  });

const fakedBySinon = (given, when) =>
  ofMocha(
    'shelf.spec.cjs',
    `const clock = require('sinon').useFakeTimers(${given});\n${REQUIRES}${recordedBy('clock.restore()', when)}`,
    { require: undefined, ui: 'tdd' },
  );

export const FAKE_TIMERS = {
  'jest, by its configuration': fakedInJest({}),
  'jest, by its configuration, of the legacy kind': fakedInJest({ legacyFakeTimers: true }),
  'vitest, in a set-up file': fakedInVitest(),
  'vitest, in a set-up file, with nextTick and queueMicrotask': fakedInVitest(
    "{ toFake: ['setTimeout', 'setImmediate', 'setInterval', 'Date', 'performance', 'queueMicrotask', 'nextTick'] }",
    // A child process needs it.
    'threads',
  ),
  // Node's own streams stand still without nextTick.
  'sinon, before a CommonJS module is loaded': fakedBySinon("{ toNotFake: ['nextTick', 'queueMicrotask'] }"),
  'sinon, all that it can fake, until the test': fakedBySinon('', 'true'),
};
