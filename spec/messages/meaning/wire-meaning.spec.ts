import { expect } from 'chai';
import { canonicalWire } from '../../../lib/messages/canonical/canonical-wire.js';
import { type Bytes, double, fixed32, group, hex, join, part, varint } from '../support/wire.js';

function hexOf(bytes: Bytes): string {
  return Buffer.from(bytes).toString('hex');
}

const SORTED: Bytes = join(varint(1, 1), varint(2, 1));
const UNSORTED: Bytes = join(varint(2, 1), varint(1, 1));

describe('what messages mean without a schema', () => {
  for (const [title, bytes, expected] of [
    ['sorts fields by number', UNSORTED, '08011001'],
    [
      'keeps the order of the fields of one number',
      join(varint(2, 2), varint(1, 9), varint(2, 1)),
      '080910021001',
    ],
    [
      'sorts every wire type',
      join(group(5), fixed32(4, 1), part(3, 'a'), double(2, 1), varint(1, 0)),
      '080011000000000000f03f1a016125010000002b2c',
    ],
    ['sorts fields in messages', part(3, UNSORTED), '1a0408011001'],
    ['sorts fields in messages in messages', part(4, part(3, UNSORTED)), '22061a0408011001'],
    ['sorts fields in groups', group(3, UNSORTED), '1b080110011c'],
    ['sorts fields in groups in messages', part(4, group(3, UNSORTED)), '22061b080110011c'],
    ['sorts fields within and around', join(part(3, UNSORTED), varint(1, 5)), '08051a0408011001'],
    ['does not sort text', part(3, '0a(b'), '1a0430612862'],
    ['sorts what a control character tells from text', part(3, '0\x7f(b'), '1a042862307f'],
    ['does not sort what has line breaks, as text may', part(3, hex('120a 0a0a')), '1a04120a0a0a'],
    ['does not write varints anew', join(hex('1080 00'), hex('0881 00')), '088100108000'],
  ] as const) {
    it(title, () => {
      expect(hexOf(canonicalWire(bytes))).to.equal(expected);
    });
  }

  for (const [title, bytes] of [
    ['nothing', new Uint8Array()],
    ['sorted fields', SORTED],
    ['sorted fields in messages', part(3, SORTED)],
    ['a field without a value', join(UNSORTED, hex('08'))],
    ['a length beyond the end', join(UNSORTED, hex('0a02 61'))],
    ['a number that is cut off', join(UNSORTED, hex('0d 000000'))],
    ['a varint of eleven bytes', join(UNSORTED, hex('08 80808080808080808080 00'))],
    ['a field numbered 0', join(UNSORTED, hex('00 01'))],
    ['a tag beyond 32 bits', join(UNSORTED, hex('88 80 80 80 10 01'))],
    ['wire type 6', join(UNSORTED, hex('0e'))],
    ['a group without an end', join(UNSORTED, hex('1b'))],
    ['an end without a group', join(UNSORTED, hex('1c'))],
    ["a group with another's end", join(UNSORTED, hex('1b 24'))],
  ] as const) {
    it(`leaves ${title} as it is`, () => {
      expect(canonicalWire(bytes)).to.equal(bytes);
    });
  }

  it('leaves within a message what is none', () => {
    const bytes = part(3, UNSORTED, hex('08'));
    expect(canonicalWire(bytes)).to.equal(bytes);
  });

  it('does not change the bytes that it was given', () => {
    const bytes = Buffer.from(part(3, UNSORTED));
    canonicalWire(bytes);
    expect(hexOf(bytes)).to.equal('1a0410010801');
  });

  it('looks into a hundred levels', () => {
    let bytes = UNSORTED;
    let expected = SORTED;
    for (let level = 1; level < 100; level += 1) [bytes, expected] = [part(1, bytes), part(1, expected)];
    expect(hexOf(canonicalWire(bytes))).to.equal(hexOf(expected));
    const deeper = part(1, bytes);
    expect(canonicalWire(deeper)).to.equal(deeper);
  });
});
