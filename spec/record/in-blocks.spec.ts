import { expect } from 'chai';
import { inBlocks } from '../../lib/record/in-blocks.js';

const KIB = 1024;

describe('pieces in blocks', () => {
  it('are put together as long as they are small, and stay when the next is asked for', () => {
    const sizes = [1, 200 * KIB, 0, 300 * KIB, 100 * KIB, 512 * KIB, 600 * KIB, 512 * KIB - 1, 1, 1];
    const pieces = sizes.map((size, index) => Buffer.alloc(size, index + 1));
    const blocks = [...inBlocks(pieces)];
    expect(blocks.map(({ length }) => length)).to.deep.equal([
      500 * KIB + 1,
      100 * KIB,
      512 * KIB,
      600 * KIB,
      512 * KIB,
      1,
    ]);
    expect(Buffer.concat(blocks).equals(Buffer.concat(pieces))).to.equal(true);
  });

  it('are none where there are none', () => {
    expect([...inBlocks([])]).to.deep.equal([]);
  });
});
