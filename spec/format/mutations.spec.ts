import fc from 'fast-check';
import { EFFORT, FUZZ_TIMEOUT_MS } from './support/effort.js';
import { assertAgreement, documents, MUTATIONS } from './support/mutations.js';

describe('a damaged cassette', () => {
  it('reads as the whole parse of it does, or not at all', function () {
    this.timeout(FUZZ_TIMEOUT_MS);
    fc.assert(
      fc.property(
        documents,
        fc.constantFrom(...MUTATIONS.keys()),
        fc.nat(),
        fc.nat(),
        (text, name, at, other) => {
          const original = Buffer.from(text);
          assertAgreement(original, MUTATIONS.get(name)?.(original, at, other) ?? original);
        },
      ),
      EFFORT,
    );
  });
});
