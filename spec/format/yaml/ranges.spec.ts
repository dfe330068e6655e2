import { expect } from 'chai';
import fc from 'fast-check';
import { emitRanges, findRange, findRanges } from '../../../lib/format/yaml/ranges.js';
import { NumberRanges } from '../../../lib/model/order/number-ranges.js';

const steps = fc.array(
  fc.oneof(fc.constant(1), fc.constant(2), fc.constant(3), fc.integer({ min: 1, max: 2 ** 30 })),
);

function listOf(numbers: readonly number[]): NumberRanges {
  const list = new NumberRanges();
  for (const number of numbers) list.push(number);
  return list;
}

/** The numbers between the brackets of a flow list, and what is left behind them. */
function read(text: string): { readonly numbers: readonly unknown[]; readonly rest: string } | undefined {
  const found = findRanges(Buffer.from(`[${text}`), 1);
  if (found === undefined) return undefined;
  const { numbers, end } = found;
  return {
    numbers: Array.from({ length: numbers.length }, (_, index) => numbers.at(index)),
    rest: `[${text}`.slice(end),
  };
}

describe('numbers as they stand in a file', () => {
  it('come back', () => {
    fc.assert(
      fc.property(steps, (each) => {
        let last = 0;
        const numbers = each.map((step) => {
          last += step;
          return last;
        });
        expect(read(`${emitRanges(listOf(numbers)).join(', ')}]`)).to.deep.equal({ numbers, rest: '' });
      }),
    );
  });

  const written: readonly (readonly [readonly number[], string])[] = [
    [[2, 4, 5, 10, 12, 14, 16, 18, 20], '2, 4-5, 10-20/2'],
    [[4, 17, 18], '4, 17-18'],
    [[1, 3], '1, 3'],
    [[1, 3, 5], '1-5/2'],
    [[1, 2], '1-2'],
    [[9], '9'],
    [[1, 10, 100], '1, 10, 100'],
  ];
  for (const [numbers, text] of written) {
    it(`${JSON.stringify(numbers)} are [${text}]`, () => {
      expect(emitRanges(listOf(numbers)).join(', ')).to.equal(text);
      expect(read(`${text}]`)?.numbers).to.deep.equal(numbers);
    });
  }

  it('may be none', () => {
    expect(read(']\n')).to.deep.equal({ numbers: [], rest: '\n' });
  });

  it('may go on in the next line, deeper than their key', () => {
    expect(read('1,\n     2-3]')?.numbers).to.deep.equal([1, 2, 3]);
    expect(read('1,\n       2-3]')?.numbers).to.deep.equal([1, 2, 3]);
    expect(read('1,\n    2-3]')).to.equal(undefined);
    expect(read('1,\n2-3]')).to.equal(undefined);
  });

  for (const text of ['1,2', '1,  2', '1 , 2', ' 1', '1 ', '1,', ',', "'1'", '1\n', '[1]', '1, end', '1']) {
    it(`are left to a YAML parser where they are written ${JSON.stringify(text)}`, () => {
      expect(read(text === '1' ? text : `${text}]`)).to.equal(undefined);
    });
  }

  it('of a list without an end are not looked for beyond what is none', () => {
    expect(read(`1, 2\n${'x'.repeat(100)}]`)).to.equal(undefined);
  });

  const refused = '|-|-1|1-|1-2-3|2-1|1/2|1-5/0|1-4/2|1-5/|1-5/-2|1.5|1e3|a|1 - 2|1-5 /2|+1|0x1|1_0|1\n';
  for (const text of [...refused.split('|'), '1000000000000000', '1-1000000000000000', '１']) {
    it(`are none where an item is ${JSON.stringify(text)}`, () => {
      expect(findRange(text)).to.equal(undefined);
      expect(read(`7, ${text}]`)).to.equal(undefined);
    });
  }

  it('may have zeros before them, one item of a range, and fifteen digits', () => {
    expect(findRange('007')).to.deep.equal({ first: 7, count: 1, stride: 1 });
    expect(findRange('7-7')).to.deep.equal({ first: 7, count: 1, stride: 1 });
    expect(findRange('7-9/2')).to.deep.equal({ first: 7, count: 2, stride: 2 });
    const most = 10 ** 15 - 1;
    expect(findRange(`${most}`)?.first).to.equal(most);
    expect(findRange(`0-${most}`)?.count).to.equal(most + 1);
  });
});
