import { expect } from 'chai';
import { SparseList } from '../../lib/model/sparse-list.js';

describe('a sparse list', () => {
  it('has what was put into it, by number, and nothing else', () => {
    const list = new SparseList<string>();
    const numbers = [100_000, 0, 255, 256, 99_999, 257];
    for (const number of numbers) list.set(number, `item ${number}`);
    list.set(0, 'another');
    const found = [0, 1, 254, 255, 256, 257, 258, 5000, 99_999, 100_000, 100_001].map((each) =>
      list.get(each),
    );
    expect(found).to.deep.equal([
      'another',
      undefined,
      undefined,
      'item 255',
      'item 256',
      'item 257',
      undefined,
      undefined,
      'item 99999',
      'item 100000',
      undefined,
    ]);
  });
});
