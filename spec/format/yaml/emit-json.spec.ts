import { expect } from 'chai';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { emitJsonLines } from '../../../lib/format/yaml/emit-json.js';
import { SHORT_EFFORT } from '../support/effort.js';
import { jsonValues } from '../support/json-values.js';

describe('plain data as block YAML', () => {
  it('reads as the same data, whatever it holds', () => {
    fc.assert(
      fc.property(jsonValues, (value) => {
        expect(load(`key:\n${emitJsonLines(value, 2)}`)).to.deep.equal({ key: value });
      }),
      { ...SHORT_EFFORT, numRuns: 3000 },
    );
  });

  it('takes no longer for many empty lines in the midst of a text', () => {
    const text = `a${'\n'.repeat(1_000_000)}b`;
    expect(emitJsonLines({ text }, 2).length).to.equal(1_000_000 + '  text: |-\n    a    b\n'.length);
  });
});
