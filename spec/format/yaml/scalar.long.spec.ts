import { expect } from 'chai';
import fc from 'fast-check';
import { emitText, findText } from '../../../lib/format/yaml/scalar.js';
import { SHORT_EFFORT } from '../support/effort.js';
import { itComesBackFromEach } from './nasty-text.js';
import { isUnderstoodByItsLine } from './scalars.js';

describe('nasty text, of which much is made up,', () => {
  itComesBackFromEach({ texts: 2000, entries: 300, pairs: 500 });
});

describe('a scalar on one line', function () {
  this.timeout(60_000);
  const LONG = 20_000_000;
  const LONG_TEXTS: Readonly<Record<string, string>> = {
    plain: 'a'.repeat(LONG),
    'plain, of words': 'ab '.repeat(LONG / 4).trimEnd(),
    'single-quoted': `${'a'.repeat(98)}' `.repeat(LONG / 100),
    'double-quoted': `${'a'.repeat(99)}\n`.repeat(LONG / 100),
  };

  for (const [what, text] of Object.entries(LONG_TEXTS)) {
    it(`may be of ${LONG / 1e6} million characters: ${what}`, () => {
      const written = emitText(text);
      expect(findText(written) === text).to.equal(true);
      expect(findText(`${written}\u0001`)).to.equal(undefined);
    });
  }

  it('is understood where the line alone says all about it, in 50,000 cases', () =>
    fc.assert(isUnderstoodByItsLine, { ...SHORT_EFFORT, numRuns: 50_000 }));
});
