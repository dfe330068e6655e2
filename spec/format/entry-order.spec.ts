import { expect } from 'chai';
import { withOrderOf } from '../../lib/format/entry-order.js';
import { EntryText } from '../../lib/format/entry-text.js';
import { NumberRanges } from '../../lib/model/order/number-ranges.js';
import { emitEntry, plain, recorded } from './support/entries.js';

function listOf(...numbers: readonly number[]): NumberRanges {
  const list = new NumberRanges();
  for (const number of numbers) list.push(number);
  return list;
}

const NONE = { request: undefined, halfClosed: undefined, headers: undefined };
const BOTH = { requestStream: true, responseStream: true, halfClosed: false };
const ALONE = recorded({ ...BOTH, call: { startedAt: 'long ago', metadataMs: 4 }, responseMs: [7] });
const FIRST = {
  ...ALONE,
  call: { ...ALONE.call, order: { ...NONE, group: 'aaaa-1', start: 1, end: 4 } },
  requestOrder: listOf(2),
  responseOrder: listOf(3),
};
const AGAIN = {
  ...FIRST,
  call: { ...FIRST.call, order: { ...NONE, group: 'bbbbbb-12', start: 5, end: 40 } },
  requestOrder: listOf(7),
  responseOrder: listOf(30),
};

const join = (text: string, other: string): string | undefined => {
  const joined = withOrderOf(Buffer.from(text), Buffer.from(other));
  return joined && Buffer.from(joined).toString();
};

describe('an entry that is given the order of another', () => {
  const [alone, first, again] = [ALONE, FIRST, AGAIN].map(emitEntry) as [string, string, string];

  it('says that, and what it said besides', () => {
    for (const text of [alone, first, again]) {
      for (const other of [alone, first, again]) expect(join(text, other)).to.equal(other);
    }
  });

  it('keeps what a person wrote, and takes no times', () => {
    const mine = first
      .replace('  request_chunks:\n', '    # mine\n  request_chunks:\n')
      .replace('long ago', 'at noon');
    expect(join(mine, again)).to.equal(
      again.replace('  request_chunks:\n', '    # mine\n  request_chunks:\n').replace('long ago', 'at noon'),
    );
    expect(join(mine, alone)).to.equal(
      mine.replace(/ {4}order.*\n/, '').replaceAll(/ {4}chunks_order.*\n/g, ''),
    );
  });

  it('gets longer and shorter lists, over several lines', () => {
    const list = listOf(...Array.from({ length: 90 }, (_, index) => 100 + index ** 2));
    const many = { requests: Array.from({ length: 90 }, () => Buffer.from('a')) };
    const long = emitEntry({ ...FIRST, ...many, requestOrder: list });
    const short = emitEntry({
      ...FIRST,
      ...many,
      requestOrder: listOf(...Array.from({ length: 90 }, (_, index) => index)),
    });
    expect(long.length).to.be.greaterThan(short.length + 200);
    expect([join(long, short), join(short, long)]).to.deep.equal([short, long]);
  });

  it('can be read again', () => {
    const joined = join(first, again) ?? '';
    expect(plain(new EntryText(Buffer.from(joined)).read())).to.deep.equal(plain(AGAIN));
  });

  for (const [where, text] of [
    ['elsewhere in its call', first.replace(/( {4}order.*\n)( {4}started_at.*\n)/, '$2$1')],
    ['under a key in quotes', first.replace('    order:', '    "order":')],
    [
      'as a block',
      first.replace(
        /order: \{group: (.*), start: 1, end: 4\}/,
        'order:\n      group: $1\n      start: 1\n      end: 4',
      ),
    ],
    [
      'with a key nobody knows beside its messages',
      first.replace('chunks_order: [2]', 'chunks_order: [2]\n    mine: 1'),
    ],
  ] as const) {
    it(`is not made of one that says its own ${where}: nobody knows its place`, () => {
      expect(text).not.to.equal(first);
      expect(new EntryText(Buffer.from(text)).read().call?.order?.group).to.equal('aaaa-1');
      expect(join(text, again)).to.equal(undefined);
      expect(join(again, text)).to.equal(undefined);
    });
  }
});
