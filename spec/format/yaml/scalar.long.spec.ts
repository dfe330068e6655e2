import { expect } from 'chai';
import { emitText, findText } from '../../../lib/format/yaml/scalar.js';

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
});
