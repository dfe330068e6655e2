import { expect } from 'chai';
import fc from 'fast-check';
import { recordings } from './arbitraries.js';
import { fileOf, plain, readAll } from './entries.js';
import { readWhole } from './reference.js';

/** Holds where any interactions come back as they were written, by the lazy reader and by the whole parse. */
export const comesBack: fc.IRawProperty<unknown> = fc.property(
  fc.array(recordings, { minLength: 1, maxLength: 3 }),
  (entries) => {
    const bytes = fileOf(entries);
    const expected = entries.map(plain);
    expect(readAll(bytes).map(plain)).to.deep.equal(expected);
    expect(readWhole(bytes)).to.deep.equal(expected.map((interaction) => ({ interaction })));
  },
);
