import { expect } from 'chai';
import { wireView } from '../../../lib/messages/view/wire-view.js';
import type { JsonValue } from '../../../lib/model/json.js';
import {
  type Bytes,
  double,
  fixed32,
  fixed64,
  float,
  group,
  hex,
  join,
  part,
  varint,
} from '../support/wire.js';

const ROWS: readonly (readonly [title: string, bytes: Bytes, expected: JsonValue])[] = [
  ['nothing', new Uint8Array(), {}],
  ['an integer', varint(1, 5), { 1: 5 }],
  ['a negative integer', varint(1, -5), { 1: -5 }],
  ['the largest integer that JSON has', varint(1, 2n ** 53n - 1n), { 1: 9007199254740991 }],
  ['a larger one', varint(1, 2n ** 53n), { 1: '9007199254740992' }],
  ['text', part(1, 'gr\u00fc\u00df\n'), { 1: 'gr\u00fc\u00df\n' }],
  ['text with a byte order mark', part(1, '\ufeffa'), { 1: '\ufeffa' }],
  ['text that might be a message', part(1, '0a(b'), { 1: '0a(b' }],
  ['an empty message, text or list', part(1), { 1: '' }],
  ['a message', part(1, varint(2, 1), part(3, 'a')), { 1: { 2: 1, 3: 'a' } }],
  ['a message in a message', part(1, part(2, varint(3, 1))), { 1: { 2: { 3: 1 } } }],
  ['a group', group(1, varint(2, 1)), { 1: { 2: 1 } }],
  ['bytes', part(1, hex('ff00')), { 1: '/wA=' }],
  ['repeated fields', join(varint(4, 1), part(1, 'a'), varint(4, 2)), { 1: 'a', 4: [1, 2] }],
  ['a float', float(1, 0.7), { 1: 0.7 }],
  ['a double', double(1, 0.1), { 1: 0.1 }],
  ['zero', double(1, 0), { 1: 0 }],
  ['minus zero', double(1, -0), { 1: '0x8000000000000000' }],
  ['an infinity', float(1, Number.POSITIVE_INFINITY), { 1: '0x7f800000' }],
  ['a fixed integer of four bytes', fixed32(1, 42), { 1: '0x0000002a' }],
  ['a fixed integer of eight bytes', fixed64(1, 42n), { 1: '0x000000000000002a' }],
  ['text that is no message', Buffer.from('four é'), 'four é'],
  ['what is no message', hex('08'), 'CA=='],
];

describe('the view of a message without a schema', () => {
  for (const [title, bytes, expected] of ROWS) {
    it(`shows ${title}`, () => {
      expect(wireView(bytes)).to.deep.equal(expected);
    });
  }

  it('shows a hundred levels', () => {
    let bytes = varint(1, 1);
    for (let level = 1; level < 100; level += 1) bytes = part(1, bytes);
    expect(JSON.stringify(wireView(bytes))).to.equal(`${'{"1":'.repeat(100)}1${'}'.repeat(100)}`);
    expect(JSON.stringify(wireView(part(1, bytes)))).to.equal(
      `${'{"1":'.repeat(100)}"CAE="${'}'.repeat(100)}`,
    );
  });
});
