import { expect } from 'chai';
import { type Leaf, leavesOf } from '../../../lib/messages/paths/leaves.js';
import type { GoldenType } from '../support/fixtures.js';
import { namesOfType } from '../support/replaced.js';
import { fixed32, group, hex, join, packed, part, varint } from '../support/wire.js';

/** A message, and its texts, each behind its place; in brackets the texts that may be in it. */
type Row = readonly [
  title: string,
  type: GoldenType | undefined,
  bytes: Uint8Array,
  leaves: readonly string[],
];

/** A message of one text of 38 characters, which can be read as a text that begins with `"&`. */
const READABLE: Buffer = Buffer.from(part(4, 'a text of as many characters as an "&"'));

const ROWS: readonly Row[] = [
  ['a text', undefined, join(part(1, 'a'), varint(2, 5), fixed32(3, 5), part(4, 'b')), ['1 a', '4 b']],
  ['bytes that are no message', undefined, part(1, hex('ff00')), ['1 ff00']],
  ['texts three deep', undefined, part(1, part(2, part(3, hex('01'), 'a'), varint(4, 1))), ['1.2.3 0161']],
  ['texts in a group', undefined, group(1, part(2, 'a')), ['1.2 a']],
  ['the whole of what is no message', undefined, Buffer.from('secret'), [' secret']],
  ['a text that can be read as a message', undefined, part(9, '(1'), ['9 (1']],
  [
    'a message that can be read as text, with its own',
    undefined,
    part(9, READABLE),
    [`9 ${READABLE} [9.4 a text of as many characters as an "&"]`],
  ],
  ['an empty text', undefined, part(1), ['1 ']],
  [
    'a known text that can be read as a message',
    'everything.Everything',
    part(14, READABLE),
    [`14 ${READABLE}`],
  ],
  [
    'a known message that can be read as text',
    'everything.Everything',
    part(17, part(1, 'a text of as many characters as a #')),
    ['17.1 a text of as many characters as a #'],
  ],
  [
    'bytes that can be read as a message, by its texts',
    'everything.Everything',
    part(15, part(2, 'a'), part(3, 'b')),
    ['15.2 a', '15.3 b'],
  ],
  [
    'texts of a list, a map and a oneof',
    'everything.Everything',
    join(part(34, 'a'), part(41, part(1, 'k'), part(2, 'v')), part(51, 'c')),
    ['34 a', '41.1 k', '41.2 v', '51 c'],
  ],
  [
    'a value of a map that can be read as a message',
    'everything.Everything',
    part(41, part(2, READABLE)),
    [`41.2 ${READABLE}`],
  ],
  [
    'texts of an Any by themselves',
    'everything.Everything',
    part(67, part(1, '/everything.Leaf'), part(2, part(1, 'a'), varint(2, 7))),
    ['67.1 /everything.Leaf', '67.2.1 a'],
  ],
  ['no packed numbers', 'everything.Everything', join(packed(31, 0x61, 0x62), packed(36, 1)), []],
  ['a text in the place of a number', 'everything.Everything', part(1, 'secret'), ['1 secret']],
  [
    'texts of a group in the place of a text',
    'everything.Everything',
    group(14, part(1, 'a'), part(2, 'b')),
    ['14.1 a', '14.2 b'],
  ],
  ['texts that nobody knows', 'everything.Everything', part(999, 'a'), ['999 a']],
  ['an extension', 'legacy.Old', part(101, part(8, 'a')), ['101.8 a']],
];

function shown(bytes: Uint8Array, { start, end, place, parts }: Leaf): string {
  const content = Buffer.from(bytes.subarray(start, end));
  const text =
    /^[\n\x20-\x7e]*$/.test(content.toString()) || content[0] === 0x0a
      ? content.toString()
      : content.toString('hex');
  const inner = parts.map((part) => shown(bytes, part)).join(', ');
  return `${place.join('.')} ${text}${inner === '' ? '' : ` [${inner}]`}`;
}

describe('the leaves of a message', () => {
  for (const [title, type, bytes, leaves] of ROWS) {
    it(`are ${title}${type === undefined ? '' : `, of ${type}`}`, () => {
      const found = leavesOf(bytes, namesOfType(type).findShape?.());
      expect(found.map((leaf) => shown(bytes, leaf))).to.deep.equal(leaves);
    });
  }

  it('are one where messages are too deep to be read', () => {
    let deep = part(14, 'secret');
    for (let level = 0; level < 300; level += 1) deep = part(9, deep);
    const [leaf, ...others] = leavesOf(deep, undefined);
    expect(others).to.deep.equal([]);
    expect(leaf?.place.length).to.equal(200);
    expect(leaf?.end).to.equal(deep.length);
  });
});
