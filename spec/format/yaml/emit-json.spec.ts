import { expect } from 'chai';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { emitJsonLines } from '../../../lib/format/yaml/emit-json.js';
import { EFFORT, FUZZ_TIMEOUT_MS } from '../support/effort.js';
import { jsonValues } from '../support/json-values.js';

describe('plain data as block YAML', () => {
  it('reads as the same data, whatever it holds', function () {
    this.timeout(FUZZ_TIMEOUT_MS);
    fc.assert(
      fc.property(jsonValues, (value) => {
        expect(load(`key:\n${emitJsonLines(value, 2)}`)).to.deep.equal({ key: value });
      }),
      { ...EFFORT, numRuns: 3000 },
    );
  });
});
