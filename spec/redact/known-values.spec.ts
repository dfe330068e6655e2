import { expect } from 'chai';
import { KnownValues } from '../../lib/redact/known-values.js';

const secretOf = (number: number): string => `secret-${String(number).padStart(10, '0')}`;

/** A text with what is known in it replaced. */
function left(known: KnownValues, text: string): string {
  let result = text;
  let last = 0;
  for (const { start, end, fill } of known.find(text)) {
    expect(fill).to.have.length(end - start);
    expect(start).to.be.at.least(last);
    last = end;
    result = result.slice(0, start) + fill + result.slice(end);
  }
  return result;
}

function learned(...values: readonly string[]): KnownValues {
  const known = new KnownValues([]);
  for (const value of values) known.learn(Buffer.from(value));
  return known;
}

describe('known values', () => {
  it('are nowhere where none are known', () => {
    expect(new KnownValues([]).find('anything')).to.deep.equal([]);
  });

  it('are found wherever they stand, in each of their forms', () => {
    const known = new KnownValues(['pa/ss']);
    expect(left(known, 'pa/ss, pa%2Fss, pa%2fss; 70612f7373')).to.equal(
      '*****, *******, *******; 0000000000',
    );
  });

  it('are found as they are, whatever they mean to a regular expression', () => {
    for (const value of ['a.b*c+d', '[x]{2}(y)', '^$|\\d?', 'a-b/c-d'])
      expect(left(new KnownValues([value]), `<${value}>axbxc`)).to.equal(
        `<${'*'.repeat(value.length)}>axbxc`,
      );
  });

  it('are found where one is in another, which goes as a whole', () => {
    for (const values of [
      ['user', 'user:password'],
      ['user:password', 'user'],
      ['password', 'user:password'],
      ['user:password', 'pass'],
    ])
      expect(left(new KnownValues(values), 'a user:password, a user')).to.match(
        /^a \*{13}, a (?:user|\*{4})$/,
      );
  });

  it('are found where one begins in another, and repeats itself', () => {
    expect(left(new KnownValues(['abcdef', 'efgh']), 'xabcdefghx')).to.equal('x********x');
    expect(left(new KnownValues(['aaaa']), 'baaaaaab')).to.equal('b******b');
  });

  it('keep the fill of the first where two overlap', () => {
    const known = new KnownValues(['wxyz-end']);
    known.learnTakenOut(Buffer.from('0123456789abwxyz'), Buffer.from('ABCDEFGHIJKLMNOP'));
    expect(left(known, '0123456789abwxyz-end')).to.equal('ABCDEFGHIJKLMNOP****');
  });

  it('are learned where they are likely to be secrets', () => {
    const unlikely = [
      'fifteen-letters',
      'sixteen letters or more',
      '/sixteen-letters-or-more',
      'https://sixteen.letters',
      'x'.repeat(4097),
    ];
    for (const value of unlikely) {
      const known = learned(value);
      expect(known.generation, value).to.equal(0);
      expect(known.find(value), value).to.deep.equal([]);
    }
    expect(left(learned('sixteen-letters-'), 'a sixteen-letters-')).to.equal('a ****************');
  });

  it('are learned of bytes where they are long enough', () => {
    const bytes = Uint8Array.from({ length: 16 }, (_, index) => (index === 3 ? 0x20 : 0xf0 + index));
    const known = new KnownValues([]);
    known.learn(bytes);
    known.learn(bytes.subarray(0, 15));
    expect(known.generation).to.equal(1);
    expect(left(known, `<${Buffer.from(bytes).toString('latin1')}>`)).to.equal(`<${'*'.repeat(16)}>`);
  });

  it('have the replacement that they got where they were learned, if it is as long', () => {
    const known = new KnownValues([]);
    known.learnTakenOut(Buffer.from('4c6f1f5e-2c1b-4f0e'), Buffer.from('00000000-0000-0000'));
    known.learnTakenOut(Buffer.from('another-secret-of-it'), Buffer.from('short'));
    expect(left(known, '4c6f1f5e-2c1b-4f0e another-secret-of-it')).to.equal(
      `00000000-0000-0000 ${'*'.repeat(20)}`,
    );
  });

  it('count up when one is learned, and only then', () => {
    const known = new KnownValues([secretOf(0)]);
    for (const number of [0, 1, 1, 2]) known.learn(Buffer.from(secretOf(number)));
    expect(known.generation).to.equal(2);
  });

  it('are, of those that were learned, the last 64', () => {
    const known = new KnownValues([]);
    for (let number = 0; number < 64; number += 1) known.learn(Buffer.from(secretOf(number)));
    expect(known.find(secretOf(0))).to.have.length(1);
    known.learn(Buffer.from(secretOf(64)));
    const found = Array.from({ length: 65 }, (_, number) => known.find(secretOf(number)).length);
    expect(found).to.deep.equal([0, ...Array.from({ length: 64 }, () => 1)]);
  });

  it('are not forgotten while they are in use', () => {
    const known = learned(secretOf(0));
    for (let number = 1; number < 200; number += 1) {
      known.learn(Buffer.from(secretOf(0)));
      known.learn(Buffer.from(secretOf(number)));
    }
    // None was learned again.
    expect(known.generation).to.equal(200);
    expect(known.find(secretOf(0))).to.have.length(1);
  });

  it('are not forgotten where they were named', () => {
    const known = new KnownValues([secretOf(0)]);
    for (let number = 1; number < 200; number += 1) known.learn(Buffer.from(secretOf(number)));
    expect(known.find(secretOf(0))).to.have.length(1);
  });
});
