import { expect } from 'chai';
import { Heap } from '../../../lib/replay/order/heap.js';
import { randomNumbers, SEED } from '../../support/random.js';

describe('a priority queue', () => {
  it('gives what a sorted list gives, whatever is added meanwhile', () => {
    const random = randomNumbers(SEED);
    const heap = new Heap<number>((a, b) => a < b);
    const sorted: number[] = [];
    const wrong: string[] = [];
    for (let step = 0; step < 10_000; step += 1) {
      if (random() < 0.52) {
        const item = Math.floor(random() * 100);
        heap.add(item);
        sorted.push(item);
        sorted.sort((a, b) => a - b);
      } else {
        const [first, expected] = [heap.removeFirst(), sorted.shift()];
        if (first !== expected) wrong.push(`seed ${SEED}, step ${step}: ${first}, not ${expected}`);
      }
      if (heap.first !== sorted[0] || heap.items.length !== sorted.length) wrong.push(`step ${step}`);
    }
    expect(wrong.slice(0, 3)).to.deep.equal([]);
  });
});
