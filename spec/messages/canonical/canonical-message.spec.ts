import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { loadSync } from '@grpc/proto-loader';
import { expect } from 'chai';
import { canonicalWire } from '../../../lib/messages/canonical/canonical-wire.js';
import { schemaOfDescriptorSet, schemaOfPackageDefinition } from '../../../lib/messages/schema/schema.js';
import { DIFFERENT } from '../support/different-messages.js';
import { EQUAL } from '../support/equal-messages.js';
import { descriptorSet, fixtures, messageType } from '../support/fixtures.js';
import { entry, type Pair } from '../support/message-pairs.js';
import { type Bytes, hex, join, part, varint } from '../support/wire.js';

const schema = schemaOfDescriptorSet(descriptorSet());

function canonical({ type }: Pair, bytes: Bytes): string {
  return hexOf(messageType(schema, type).canonical(bytes));
}

function hexOf(bytes: Bytes): string {
  return Buffer.from(bytes).toString('hex');
}

/** Fields of `everything.Everything` that none of its parsers takes. */
const NO_PARTS: readonly (readonly [title: string, field: Bytes])[] = [
  ['text that is not UTF-8', part(14, hex('ff'))],
  ['text of a list that is not UTF-8', part(34, hex('ff'))],
  ['a key that is not UTF-8', part(41, part(1, hex('ff')))],
  ['a message that is cut off', part(17, hex('0a05'))],
  ['an entry that is cut off', part(41, hex('0a05'))],
  ['a packed list that is cut off', part(31, hex('80'))],
  ['packed fixed numbers that are cut off', part(33, hex('0000'))],
];

describe('what messages mean by their schema', () => {
  for (const pair of EQUAL) {
    it(`is the same: ${pair.title} (${pair.type})`, () => {
      expect(canonical(pair, pair.one)).to.equal(canonical(pair, pair.other));
    });
  }
  for (const pair of DIFFERENT) {
    it(`is not the same: ${pair.title} (${pair.type})`, () => {
      expect(canonical(pair, pair.one)).not.to.equal(canonical(pair, pair.other));
    });
  }
  for (const pair of [...EQUAL, ...DIFFERENT]) {
    it(`stays when it is made canonical again: ${pair.title} (${pair.type})`, () => {
      for (const bytes of [pair.one, pair.other]) {
        const once = canonical(pair, bytes);
        expect(canonical(pair, Buffer.from(once, 'hex'))).to.equal(once);
      }
    });
  }

  it('is written by number, entries by key, numbers packed', () => {
    const type = messageType(schema, 'everything.Everything');
    const bytes = join(
      varint(200, 1),
      entry('b', '2'),
      entry('a', '1'),
      varint(31, 2),
      varint(31, 1),
      varint(1, 0),
    );
    const expected = join(part(31, hex('02 01')), entry('a', '1'), entry('b', '2'), varint(200, 1));
    expect(hexOf(type.canonical(bytes))).to.equal(hexOf(expected));
  });
});

describe('what messages mean by what proto-loader loads', () => {
  const loaded = schemaOfPackageDefinition(loadSync('everything.proto', { includeDirs: [fixtures] }));
  const type = messageType(loaded, 'everything.Everything');

  for (const [pairs, areSame] of [
    [EQUAL, true],
    [DIFFERENT, false],
  ] as const) {
    for (const { title, one, other } of pairs.filter((pair) => pair.type === type.name)) {
      it(`is ${areSame ? '' : 'not '}the same: ${title}`, () => {
        expect(hexOf(type.canonical(one)) === hexOf(type.canonical(other))).to.equal(areSame);
      });
    }
  }
});

describe('bytes that are no message of their type', () => {
  const type = messageType(schema, 'everything.Everything');

  for (const [title, part] of NO_PARTS) {
    it(`mean what they would mean without a schema: ${title}`, () => {
      const [first, writtenDefault, last] = [varint(2, 5), varint(3, 0), varint(300, 1)];
      const expected = join(first, writtenDefault, part, last);
      expect(hexOf(canonicalWire(expected))).to.equal(hexOf(expected));
      expect(hexOf(type.canonical(join(last, part, writtenDefault, first)))).to.equal(hexOf(expected));
    });
  }

  it('stand for themselves when they are no message at all', () => {
    const bytes = join(varint(2, 1), varint(1, 1), hex('0a'));
    expect(type.canonical(bytes)).to.equal(bytes);
  });

  it('have no view', () => {
    expect(type.view(hex('0a05'))).to.equal(undefined);
    expect(type.view(varint(1, 5))).to.deep.equal({ int32_value: 5 });
  });
});

describe('messages whose types the schema lacks', () => {
  const lacking = fromBinary(FileDescriptorSetSchema, descriptorSet());
  for (const { messageType: types } of lacking.file) {
    const leaf = types.findIndex(({ name }) => name === 'Leaf');
    if (leaf >= 0) types.splice(leaf, 1);
  }
  const found = schemaOfDescriptorSet(toBinary(FileDescriptorSetSchema, lacking));

  for (const name of ['everything.Everything', 'everything.Leaf'] as const) {
    it(`mean what they would mean without a schema: ${name}`, () => {
      const type = messageType(found, name);
      expect(hexOf(type.canonical(join(varint(2, 1), varint(1, 0))))).to.equal('08001001');
      expect(type.view(varint(1, 1))).to.equal(undefined);
      expect(type.findNumber([], 'int32_value')).to.equal(undefined);
      expect(() => type.toJson(varint(1, 1))).to.throw('everything');
    });
  }
});
