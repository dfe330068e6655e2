import { expect } from 'chai';
import { schemaOfDescriptorSet } from '../../../lib/messages/schema/schema.js';
import { descriptorSet, messageType } from '../support/fixtures.js';
import { type Bytes, group, hex, join, part, varint } from '../support/wire.js';

const schema = schemaOfDescriptorSet(descriptorSet());

function canonical(any: Bytes): string {
  return Buffer.from(messageType(schema, 'google.protobuf.Any').canonical(any)).toString('hex');
}

function any(typeUrl: string, ...value: readonly (Bytes | string)[]): Bytes {
  return join(part(1, typeUrl), part(2, ...value));
}

const LEAF = 'type.googleapis.com/everything.Leaf';
const LOST = 'type.googleapis.com/lost.Type';
const LEAF_1: Bytes = join(part(1, 'a'), varint(2, 1));
const LEAF_2: Bytes = join(varint(2, 1), part(1, 'a'));

describe('what an Any means', () => {
  for (const [title, one, other] of [
    ['fields in another order', any(LEAF, LEAF_1), any(LEAF, LEAF_2)],
    ['a written default', any(LEAF), any(LEAF, part(1))],
    ['no value and an empty one', part(1, LEAF), any(LEAF)],
    ['the value before its type', any(LEAF, LEAF_1), join(part(2, LEAF_2), part(1, LEAF))],
    ['another prefix', any(LEAF, LEAF_1), any('example.org/types/everything.Leaf', LEAF_1)],
    ['no prefix', any(LEAF, LEAF_1), any('everything.Leaf', LEAF_1)],
    [
      'an Any in an Any',
      any('x/google.protobuf.Any', any(LEAF, LEAF_1)),
      any('y/google.protobuf.Any', any(LEAF, LEAF_2)),
    ],
    ['the last of two values', any(LEAF, LEAF_1), join(part(2, 'no message'), any(LEAF, LEAF_2))],
    [
      'unknown fields of the value',
      any(LEAF, varint(8, 1), varint(9, 1)),
      any(LEAF, varint(9, 1), varint(8, 1)),
    ],
    [
      'a value before one in the wrong wire type',
      join(any(LEAF, LEAF_1), varint(2, 5)),
      join(any(LEAF, LEAF_2), varint(2, 5)),
    ],
    [
      'a message of an unknown type',
      any(LOST, varint(1, 1), varint(2, 1)),
      any(LOST, varint(2, 1), varint(1, 1)),
    ],
  ] as const) {
    it(`is the same: ${title}`, () => {
      expect(canonical(one)).to.equal(canonical(other));
    });
  }

  for (const [title, one, other] of [
    ['another value', any(LEAF, varint(2, 1)), any(LEAF, varint(2, 2))],
    ['another type', any(LEAF, varint(2, 1)), any('type.googleapis.com/everything.Tree', varint(2, 1))],
    ['unknown fields beside the value', any(LEAF), join(any(LEAF), varint(3, 1))],
    ['unknown fields in the value', any(LEAF), any(LEAF, varint(9, 1))],
    ['another prefix of an unknown type', any(LOST), any('example.org/lost.Type')],
    ['text of an unknown type', any(LOST, '0a(b'), any(LOST, '(b0a')],
    ['a value that is not what it says', any(LEAF, hex('0a05 01')), any(LEAF, hex('0a05 02'))],
    [
      'the prefix of a value that is not what it says',
      any(LEAF, hex('0a05')),
      any('x/everything.Leaf', hex('0a05')),
    ],
    ['text in the value that is not UTF-8', any(LEAF, part(1, hex('ff'))), any(LEAF, part(1, hex('fe')))],
    ['a group in place of a value', join(part(1, LEAF), group(2, varint(1, 1))), part(1, LEAF)],
  ] as const) {
    it(`is not the same: ${title}`, () => {
      expect(canonical(one)).not.to.equal(canonical(other));
    });
  }

  it('is written with the usual prefix', () => {
    expect(canonical(any('everything.Leaf', LEAF_2))).to.equal(
      Buffer.from(any(LEAF, LEAF_1)).toString('hex'),
    );
  });
});
