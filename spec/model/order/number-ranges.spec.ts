import { expect } from 'chai';
import fc from 'fast-check';
import { type NumberRange, NumberRanges } from '../../../lib/model/order/number-ranges.js';

function listOf(numbers: readonly number[]): NumberRanges {
  const list = new NumberRanges();
  for (const number of numbers) list.push(number);
  return list;
}

const all = (list: NumberRanges): readonly (number | undefined)[] =>
  Array.from({ length: list.length }, (_, index) => list.at(index));

const spelled = (ranges: Iterable<NumberRange>): readonly string[] =>
  [...ranges].map(({ first, count, stride }) => `${first}x${count}+${stride}`);

/** Growing numbers: runs with one stride, and steps without a rule. */
const growing = fc
  .array(fc.record({ step: fc.integer({ min: 1, max: 4 }), times: fc.integer({ min: 1, max: 5 }) }))
  .map((runs) => {
    const numbers: number[] = [];
    for (const { step, times } of runs)
      for (let time = 0; time < times; time += 1) numbers.push((numbers.at(-1) ?? 0) + step);
    return numbers;
  });

const range = fc.record({
  first: fc.nat({ max: 1000 }),
  count: fc.integer({ min: 1, max: 50 }),
  stride: fc.integer({ min: 1, max: 9 }),
});

describe('a list of numbers that is kept as ranges', () => {
  it('has what was pushed, by its index, in whatever order it is asked', () => {
    fc.assert(
      fc.property(growing, fc.array(fc.integer({ min: -2, max: 60 })), (numbers, asked) => {
        const list = listOf(numbers);
        expect([list.length, list.grows]).to.deep.equal([numbers.length, true]);
        expect(all(list)).to.deep.equal(numbers);
        for (const index of asked) expect(list.at(index)).to.equal(numbers[index]);
      }),
    );
  });

  it('has what its ranges say, each more than one number or in no rule with the next', () => {
    fc.assert(
      fc.property(growing, (numbers) => {
        const list = listOf(numbers);
        const again = new NumberRanges();
        for (const each of list.ranges()) again.pushRange(each);
        expect(all(again)).to.deep.equal(numbers);
        expect([...again.ranges()]).to.deep.equal([...list.ranges()]);
        expect([...list.ranges()].length).to.equal(list.count);
      }),
    );
  });

  it('has the numbers of the ranges that were added, and grows as they do', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 8 }), (ranges) => {
        const list = new NumberRanges();
        for (const each of ranges) list.pushRange(each);
        const numbers = ranges.flatMap(({ first, count, stride }) =>
          Array.from({ length: count }, (_, index) => first + index * stride),
        );
        expect(all(list)).to.deep.equal(numbers);
        const grows = numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0));
        expect(list.grows).to.equal(grows);
      }),
    );
  });

  it('gives the first of them, as many as there are', () => {
    fc.assert(
      fc.property(growing, fc.nat({ max: 70 }), (numbers, length) => {
        const some = listOf(numbers).upTo(length);
        expect(all(some)).to.deep.equal(numbers.slice(0, length));
        expect(some.grows).to.equal(true);
      }),
    );
  });

  const rows: readonly (readonly [readonly number[], readonly string[]])[] = [
    [[], []],
    [[7], ['7x1+1']],
    [[1, 2, 3], ['1x3+1']],
    [[1, 3], ['1x2+2']],
    [[1, 3, 5], ['1x3+2']],
    [
      [1, 3, 4],
      ['1x1+1', '3x2+1'],
    ],
    [
      [1, 2, 4],
      ['1x2+1', '4x1+1'],
    ],
    [
      [1, 3, 6, 10, 14, 18],
      ['1x1+1', '3x1+1', '6x4+4'],
    ],
    [
      [1, 3, 5, 6],
      ['1x3+2', '6x1+1'],
    ],
  ];
  for (const [numbers, ranges] of rows) {
    it(`keeps [${numbers.join(', ')}] as ${ranges.length === 0 ? 'nothing' : ranges.join(' and ')}`, () => {
      expect(spelled(listOf(numbers).ranges())).to.deep.equal(ranges);
    });
  }

  it('knows that it does not grow where a number comes twice, or after a greater one', () => {
    expect(listOf([1, 2, 2]).grows).to.equal(false);
    expect(listOf([5, 4]).grows).to.equal(false);
  });

  it('keeps a million messages in lockstep as one range', () => {
    const list = new NumberRanges();
    for (let index = 0; index < 1_000_000; index += 1) list.push(4 + 2 * index);
    expect(spelled(list.ranges())).to.deep.equal(['4x1000000+2']);
    expect([list.at(999_999), list.at(1_000_000)]).to.deep.equal([2_000_002, undefined]);
  });
});
