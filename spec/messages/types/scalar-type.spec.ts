import { ScalarType as LibraryScalarType } from '@bufbuild/protobuf';
import { expect } from 'chai';
import { ScalarType } from '../../../lib/messages/types/scalar-type.js';

describe('the types of scalars', () => {
  it('are those of protobuf-es, by the same numbers', () => {
    const names = Object.entries(LibraryScalarType).filter(([, number]) => typeof number === 'number');
    expect(ScalarType).to.deep.equal(Object.fromEntries(names));
  });
});
