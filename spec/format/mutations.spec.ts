import fc from 'fast-check';
import { SHORT_EFFORT } from './support/effort.js';
import { damagedReadsAsWhole } from './support/mutations.js';

describe('a damaged cassette', () => {
  it('reads as the whole parse of it does, or not at all', () =>
    fc.assert(damagedReadsAsWhole, SHORT_EFFORT));
});
