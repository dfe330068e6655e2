import fc from 'fast-check';
import { EFFORT, FUZZ_TIMEOUT_MS } from './support/effort.js';
import { damagedReadsAsWhole } from './support/mutations.js';

describe('a damaged cassette', () => {
  it('reads as the whole parse of it does, or not at all, for as long as there is time', function () {
    this.timeout(FUZZ_TIMEOUT_MS);
    fc.assert(damagedReadsAsWhole, EFFORT);
  });
});
