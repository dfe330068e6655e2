import { expect } from 'chai';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import { canonicalWire } from '../../../lib/messages/canonical/canonical-wire.js';
import { meaningOfClass } from '../../../lib/messages/meaning/class-meaning.js';
import { ignoring } from '../../../lib/messages/paths/ignored-fields.js';
import { schemaOfDescriptorSet } from '../../../lib/messages/schema/schema.js';
import type { Meaning } from '../../../lib/messages/types/meaning.js';
import * as chat from '../../../proto-gen/xai/api/v1/chat.js';
import { descriptorSet, messageType } from '../support/fixtures.js';
import { classicCodec, codecOf, reflectedCodec, TsEverything, tsCodec } from '../support/message-classes.js';
import { float, join, packed, part, varint } from '../support/wire.js';

const wire: Meaning = { canonical: canonicalWire, view: () => undefined };
const everything = { 'protobufjs by reflection': reflectedCodec(), 'protobuf-ts': tsCodec(TsEverything) };
const requests = codecOf(new chat.GetCompletionsRequest(), (each) => each.serialize());

function question(name: string, value: string): Uint8Array {
  return join(part(2, 'grok'), part(1, part(1, part(1, value)), part(3, name)), float(14, 0.5));
}

describe('what messages mean without some fields', () => {
  it('is the same where they differ in those only', () => {
    const meaning = ignoring(meaningOfClass(requests), ['messages[*].name']);
    const canonical = meaning.canonical(question('a', 'x'));
    expect(meaning.canonical(question('b', 'x'))).to.deep.equal(canonical);
    expect(meaning.canonical(question('a', 'y'))).not.to.deep.equal(canonical);
  });

  it('is shown without them', () => {
    const meaning = ignoring(meaningOfClass(everything['protobuf-ts']), ['string_value']);
    expect(meaning.view(join(part(14, 'a'), varint(1, 5)))).to.deep.equal({ int32_value: 5 });
  });

  it('is the same as with them where there are none', () => {
    const bytes = question('a', 'x');
    expect(ignoring(wire, []).canonical(bytes)).to.deep.equal(canonicalWire(bytes));
    expect(ignoring(wire, []).view(bytes)).to.equal(undefined);
    expect(ignoring(wire, []).unfound()).to.deep.equal([]);
  });

  it('is found in a time that grows with the message, and not with its square', function () {
    this.timeout(5000);
    const parts = Array.from({ length: 20_000 }, (_, index) => part(1, part(1, 'x'), part(3, `${index}`)));
    const canonical = ignoring(wire, ['1[*].3']).canonical(join(...parts));
    expect(canonical).to.have.length(5 * parts.length);
  });

  for (const [title, codec] of Object.entries(everything)) {
    it(`of ${title} ignores a number, an entry and a value`, () => {
      const meaning = ignoring(meaningOfClass(codec), [
        'int32_list[1]',
        'stringMap[3]',
        'leaf_list[-1].displayName',
      ]);
      const one = join(
        packed(31, 1, 2, 3),
        part(41, part(1, '3'), part(2, 'x')),
        part(37, part(1, 'a')),
        part(37, part(1, 'b')),
      );
      const other = join(packed(31, 1, 7, 3), part(37, part(1, 'a')), part(37));
      expect(meaning.canonical(one)).to.deep.equal(meaning.canonical(other));
    });

    it(`of ${title} tells before the first message what names no field`, () => {
      const paths = [
        'string_value',
        'leaf_message.numberOfThings',
        'leaf_message.nothing',
        'leaf_list[2].displayName',
        'leaf_list[2].nothing',
        'string_map[env]',
        'string_value.x',
        'nothing',
        '14',
        'leaf_message.9',
        'not a path',
      ];
      const meaning = ignoring(meaningOfClass(codec), paths);
      expect(meaning.unfound()).to.deep.equal([
        'leaf_message.nothing',
        'leaf_list[2].nothing',
        'string_value.x',
        'nothing',
        '14',
        'leaf_message.9',
        'not a path',
      ]);
      meaning.canonical(part(14, 'a'));
      expect(meaning.unfound()).not.to.include('14');
    });
  }

  it('of a class that does not tell its fields tells what no message had', () => {
    const paths = [
      'messages.name',
      'messages[0].content.text',
      'max_tokens',
      '14',
      'nothing',
      '2',
      'messages[7]',
    ];
    const meaning = ignoring(meaningOfClass(requests), paths);
    expect(meaning.unfound()).to.deep.equal(paths);
    meaning.canonical(question('a', 'x'));
    expect(meaning.unfound()).to.deep.equal(['max_tokens', 'nothing', 'messages[7]']);
    meaning.view(varint(7, 5));
    expect(meaning.unfound()).to.deep.equal(['nothing', 'messages[7]']);
  });

  it('of google-protobuf ignores what is in a map', () => {
    const meaning = ignoring(meaningOfClass(classicCodec(new struct.Struct())), [
      'fields[a].struct_value.fields[*].string_value',
      'fields[b].list_value.values[1]',
      'fields["1"]',
    ]);
    const one = join(
      entry('a', part(5, entry('x', part(3, 'y')))),
      entry('b', part(6, part(1, part(3, 'p')), part(1, part(3, 'q')))),
      entry('1', part(3, 'z')),
      entry('c', part(3, 'z')),
    );
    const other = join(
      entry('c', part(3, 'z')),
      entry('b', part(6, part(1, part(3, 'p')))),
      entry('a', part(5, entry('x', join()))),
    );
    expect(meaning.canonical(one)).to.deep.equal(meaning.canonical(other));
    expect(meaning.unfound()).to.deep.equal([]);
  });

  it('of a schema ignores by name, and knows lists from maps', () => {
    const type = messageType(schemaOfDescriptorSet(descriptorSet()), 'everything.Everything');
    const meaning = ignoring(type, [
      'int32_list[1]',
      'bytes_map[7]',
      'leaf_map[3].displayName',
      'tree.child.lost',
    ]);
    const one = join(
      packed(31, 1, 2, 3),
      part(45, varint(1, 7), part(2, 'gone')),
      part(45, varint(1, 8), part(2, 'kept')),
      part(43, varint(1, 3), part(2, part(1, 'gone'), varint(2, 1))),
    );
    const other = join(
      part(43, varint(1, 3), part(2, varint(2, 1))),
      varint(31, 1, 9, 3),
      part(45, varint(1, 8), part(2, 'kept')),
    );
    expect(meaning.canonical(one)).to.deep.equal(meaning.canonical(other));
    expect(meaning.canonical(one)).not.to.deep.equal(meaning.canonical(join(other, varint(31, 4))));
    expect(meaning.unfound()).to.deep.equal(['tree.child.lost']);
  });

  it('leaves of a message what counts', () => {
    const meaning = ignoring(wire, ['2']);
    expect(meaning.counted(join(varint(1, 1), varint(2, 2)))).to.deep.equal(varint(1, 1));
  });

  it('without names ignores by numbers only', () => {
    const meaning = ignoring(wire, ['1.3', 'messages.name', '2']);
    expect(meaning.canonical(question('a', 'x'))).to.deep.equal(meaning.canonical(question('b', 'x')));
    expect(meaning.unfound()).to.deep.equal(['messages.name']);
  });
});

function entry(key: string, value: Uint8Array): Uint8Array {
  return part(1, part(1, key), part(2, value));
}
