import { expect } from 'chai';
import { BitTree } from '../../../lib/replay/order/bit-tree.js';
import { randomNumbers, SEED } from '../../support/random.js';

/** Around the sizes at which a level is full, and one that fills three. */
const SIZES = [0, 1, 31, 32, 33, 1023, 1024, 1025, 40_000];
const CHANGES = 1500;

describe('a set of whole numbers', () => {
  for (const size of SIZES) {
    it(`of those below ${size} finds the next as a look at each does`, () => {
      const random = randomNumbers(SEED + size);
      const any = (): number => Math.floor(random() * (size + 40));
      const tree = new BitTree(size);
      const has = Array<boolean>(size).fill(true);
      const wrong: string[] = [];
      for (let change = 0; change < CHANGES && size > 0; change += 1) {
        // Long stretches without a member, and few that come back.
        const from = any() % size;
        const to = Math.min(size, from + 1 + Math.floor(random() * random() * size));
        const stays = random() < 0.3;
        for (let member = from; member < (stays ? from + 1 : to); member += 1) {
          has[member] = stays;
          if (stays) tree.add(member);
          else tree.delete(member);
        }
        const start = any();
        const expected = has.indexOf(true, start);
        const found = tree.next(start);
        if (found !== expected) wrong.push(`seed ${SEED}: next(${start}) is ${found}, not ${expected}`);
        if (size > 2000 && change > CHANGES / 10) break;
      }
      expect(wrong).to.deep.equal([]);
      expect(tree.next(size)).to.equal(-1);
    });
  }

  it('finds each of them when it is new, and none when all are gone', () => {
    for (const size of SIZES) {
      const tree = new BitTree(size);
      const found: number[] = [];
      for (let next = tree.next(0); next !== -1; next = tree.next(next)) {
        found.push(next);
        tree.delete(next);
      }
      expect(found).to.deep.equal(Array.from({ length: size }, (_, index) => index));
    }
  });
});
