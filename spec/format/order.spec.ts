import { expect } from 'chai';
import type { CallOrder } from '../../lib/model/order/call-order.js';
import { thrownBy } from '../support/errors.js';
import { emitEntry, recorded } from './support/entries.js';
import { only } from './support/only-entry.js';

const METHOD = 'method: /a.B/C';
const ALL: CallOrder = { group: '1f3a-2', start: 1, request: 4, halfClosed: 7, headers: 8, end: 9 };
const LEAST = { request: undefined, halfClosed: undefined, headers: undefined, end: undefined };
const USUAL = 'order: {group: 1f3a-2, start: 1, request: 4, half_closed: 7, headers: 8, end: 9}';

describe('the order that a call says', () => {
  it('stands on one line directly behind the method, without what is not known', () => {
    const lineOf = (order: CallOrder): string | undefined =>
      emitEntry(recorded({ call: { order, startedAt: 'long ago' } })).split('\n')[2];
    expect(lineOf(ALL)).to.equal(`    ${USUAL}`);
    expect(lineOf({ ...LEAST, group: '00ff-1', start: 3, end: 12 })).to.equal(
      '    order: {group: 00ff-1, start: 3, end: 12}',
    );
  });

  const writings: readonly (readonly [string, readonly string[]])[] = [
    ['as it is written', [METHOD, USUAL]],
    ['elsewhere in the call', [METHOD, 'target: dns:a', USUAL, 'trailers: {}']],
    ['at the end of the call', [METHOD, 'target: dns:a', USUAL]],
    ['before the method', [USUAL, METHOD]],
    [
      'with its keys in another order',
      [METHOD, 'order: {end: 9, headers: 8, half_closed: 7, request: 4, start: 1, group: 1f3a-2}'],
    ],
    ['with more blanks', [METHOD, `${USUAL.replaceAll(' ', '  ')} # a comment`]],
    ['with a key nobody knows', [METHOD, USUAL.replace('}', ', who: me}')]],
    [
      'over two lines',
      [METHOD, ...USUAL.split(/(?<= request:) /).map((part, at) => (at ? `  ${part}` : part))],
    ],
    ['with its group in quotes', [METHOD, USUAL.replace('1f3a-2', '"1f3a-2"')]],
    ['with its numbers in quotes', [METHOD, USUAL.replaceAll(/: (\d)(?=[,}])/g, ": '$1'")]],
    [
      'as a block',
      [
        METHOD,
        'order:',
        ...USUAL.slice(8, -1)
          .split(', ')
          .map((line) => `  ${line}`),
        'target: dns:a',
      ],
    ],
    ['under a key in quotes', [METHOD, `"order"${USUAL.slice(5)}`]],
    ['under a key in quotes, elsewhere', [METHOD, 'target: dns:a', `'order'${USUAL.slice(5)}`]],
    ['under a key with an escape', [METHOD, `"\\x6frder"${USUAL.slice(5)}`]],
    ['under a key with a blank behind it', [METHOD, `order ${USUAL.slice(5)}`]],
    ['under a key with a question mark', [METHOD, '? order', USUAL.slice(5)]],
    ['behind a comment', [METHOD, '# a comment', USUAL]],
    ['behind much metadata', [METHOD, 'trailers:', ...metadata(200), USUAL]],
    ['behind a method of many letters', [`method: /${'a'.repeat(940)}.B/C`, USUAL]],
    ['behind a method in another alphabet', ['method: /дом.B/C', USUAL]],
  ];
  for (const [how, lines] of writings) {
    it(`is read ${how}, and the entry's head says the same`, () => {
      const { head, ...entry } = { head: only(...lines).head, read: () => only(...lines).read() };
      expect(entry.read().call?.order).to.deep.equal(ALL);
      expect(head.order).to.deep.equal({ group: ALL.group, start: ALL.start });
      expect(head.method).to.equal(entry.read().call?.method);
    });
  }

  it('may lack all but its group and start, and have any group', () => {
    for (const group of ['1f3a-2', 'a-b-c', 'me', '12345678-1', '120e-2']) {
      const entry = only(METHOD, `order: {group: ${group}, start: 5}`);
      expect(entry.read().call?.order).to.deep.equal({ ...LEAST, group, start: 5 });
      expect(entry.head.order).to.deep.equal({ group, start: 5 });
    }
  });

  it('is none where the call says none, whatever else has that name', () => {
    for (const lines of [
      [METHOD, 'target: dns:a'],
      [METHOD, 'reorder: {group: 1f3a-2, start: 1}'],
      [METHOD, 'trailers:', '  order:', '  - "{group: 1f3a-2, start: 1}"'],
      [METHOD, `# ${USUAL}`],
    ]) {
      expect(only(...lines).head.order).to.equal(undefined);
      expect(only(...lines).read().call?.order).to.equal(undefined);
    }
  });

  const broken: readonly (readonly [string, string])[] = [
    ['order: 1', 'order is not a mapping of keys'],
    ['order: [1, 2]', 'order is not a mapping of keys'],
    ['order: {start: 1}', 'order has no group or no start'],
    ['order: {group: 1f3a-2}', 'order has no group or no start'],
    ['order: {group: [], start: 1}', 'group is not text'],
    ['order: {group: 1f3a-2, start: one}', 'start is not a whole number'],
    ['order: {group: 1f3a-2, start: -1}', 'start is not a whole number'],
    ['order: {group: 1f3a-2, start: 1, request: 1.5}', 'request is not a whole number'],
    ['order: {group: 1f3a-2, start: 1, half_closed: false}', 'half_closed is not a whole number'],
    ['order: {group: 1f3a-2, start: 1, headers: 4-5}', 'headers is not a whole number'],
    ['order: {group: 1f3a-2, start: 1, end: 1000000000000000}', 'end is not a whole number'],
  ];
  for (const [line, what] of broken) {
    it(`is told where it is broken: ${line}`, () => {
      const error = thrownBy(() => only(METHOD, 'target: dns:a', line).read());
      expect(error.message).to.equal(
        `a.yaml:6: this interaction cannot be read: ${what}. Mend it, or delete it and record the call again.`,
      );
    });
  }
});

/** Lines of metadata, so many of them. */
function metadata(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => [`  x-${index}:`, '  - a']).flat();
}
