import fc from 'fast-check';
import { EFFORT, FUZZ_TIMEOUT_MS } from './support/effort.js';
import { comesBack } from './support/round-trip.js';

describe('generated interactions', () => {
  it('come back as they were written, for as long as there is time', function () {
    this.timeout(FUZZ_TIMEOUT_MS);
    fc.assert(comesBack, EFFORT);
  });
});
