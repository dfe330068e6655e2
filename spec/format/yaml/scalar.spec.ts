import { expect } from 'chai';
import fc from 'fast-check';
import { emitText, findText } from '../../../lib/format/yaml/scalar.js';
import { SHORT_EFFORT } from '../support/effort.js';
import { emitEntry, recorded } from '../support/entries.js';
import { itComesBackFromEach } from './nasty-text.js';
import { isUnderstoodByItsLine } from './scalars.js';

describe('nasty text', () => {
  itComesBackFromEach({ texts: 200, entries: 30, pairs: 50 });

  it('stays on one line, and is plain where it plainly is text', () => {
    const methodLine = (text: string): string | undefined =>
      emitEntry(recorded({ call: { method: text } })).split('\n')[1];
    expect(methodLine('/a.B/C')).to.equal('    method: /a.B/C');
    expect(methodLine('no')).to.equal("    method: 'no'");
    expect(methodLine("it's é: \u{1f600}")).to.equal("    method: 'it''s é: \u{1f600}'");
    expect(methodLine('a\u0085"\\\n\ud800')).to.equal('    method: "a\\x85\\"\\\\\\n\\ud800"');
  });
});

describe('a scalar on one line', () => {
  it('is understood where the line alone says all about it, and then means what YAML says', () =>
    fc.assert(isUnderstoodByItsLine, { ...SHORT_EFFORT, numRuns: 5000 }));

  it('keeps together what belongs together, wherever it stands in a long one', () => {
    for (const length of [65_534, 65_535, 65_536, 131_071]) {
      for (const text of [`\n${'a'.repeat(length - 1)}\u{1f600}b`, `\n${'a'.repeat(length - 1)}\ud83db`]) {
        const written = emitText(text);
        expect(findText(written) === text).to.equal(true);
        expect(written.includes('\\ud83d')).to.equal(!text.includes('\u{1f600}'));
      }
    }
  });
});
