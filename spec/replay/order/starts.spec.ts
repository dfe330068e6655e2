import { expect } from 'chai';
import { Starts } from '../../../lib/replay/order/starts.js';

describe('when calls started', () => {
  it('is that of the last before a number, in whatever order they are started again', () => {
    const starts = new Starts();
    expect(starts.lastBefore(100)).to.equal(Number.NEGATIVE_INFINITY);
    for (const number of [10, 2, 30, 20, 1]) starts.add(number, 1000 + number);
    starts.add(20, 5);
    const before = [1, 2, 3, 10, 11, 20, 21, 30, 31].map((number) => starts.lastBefore(number));
    expect(before).to.deep.equal([Number.NEGATIVE_INFINITY, 1001, 1002, 1002, 1010, 1010, 1020, 1020, 1030]);
  });
});
