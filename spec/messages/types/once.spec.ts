import { expect } from 'chai';
import { once } from '../../../lib/messages/types/once.js';

describe('what is computed once', () => {
  it('is not computed before it is asked for, and not again', () => {
    let count = 0;
    const get = once(() => {
      count += 1;
      return count;
    });
    expect(count).to.equal(0);
    expect([get(), get()]).to.deep.equal([1, 1]);
  });

  it('is computed once, too, where that fails', () => {
    let count = 0;
    const get = once(() => {
      count += 1;
      throw new Error(`failure ${count}`);
    });
    expect(get).to.throw('failure 1');
    expect(get).to.throw('failure 1');
  });
});
