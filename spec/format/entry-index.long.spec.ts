import fc from 'fast-check';
import { FUZZ_TIMEOUT_MS, SHORT_EFFORT } from './support/effort.js';
import { indexSaysWhatIsRead } from './support/index-agrees.js';
import { damagedReadsAsWhole } from './support/mutations.js';

const MANY = { ...SHORT_EFFORT, numRuns: 10_000 };

describe('the index of ten thousand cassettes', () => {
  it('says what their entries say where we have written them', function () {
    this.timeout(10 * FUZZ_TIMEOUT_MS);
    fc.assert(indexSaysWhatIsRead, MANY);
  });

  it('says what their entries say where they are damaged', function () {
    this.timeout(10 * FUZZ_TIMEOUT_MS);
    fc.assert(damagedReadsAsWhole, MANY);
  });
});
