import { expect } from 'chai';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import { meaningOfClass } from '../../lib/protobuf/class-meaning.js';
import { ignoring } from '../../lib/protobuf/ignored-fields.js';
import type { Meaning } from '../../lib/protobuf/meaning.js';
import { canonicalWire } from '../../lib/protobuf/wire-meaning.js';
import * as chat from '../../proto-gen/xai/api/v1/chat.js';
import { classicCodec, codecOf, reflectedCodec, TsEverything, tsCodec } from './message-classes.js';
import { float, inner, message, packed, text, varint } from './wire-parts.js';

const wire: Meaning = { canonical: canonicalWire, view: () => undefined };
const everything = { 'protobufjs by reflection': reflectedCodec(), 'protobuf-ts': tsCodec(TsEverything) };
const requests = codecOf(new chat.GetCompletionsRequest(), (each) => each.serialize());

function question(name: string, value: string): Uint8Array {
  return message(text(2, 'grok'), inner(1, inner(1, text(1, value)), text(3, name)), float(14, 0.5));
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
    expect(meaning.view(message(text(14, 'a'), varint(1, 5)))).to.deep.equal({ int32_value: 5 });
  });

  it('is the same as with them where there are none', () => {
    const bytes = question('a', 'x');
    expect(ignoring(wire, []).canonical(bytes)).to.deep.equal(canonicalWire(bytes));
    expect(ignoring(wire, []).view(bytes)).to.equal(undefined);
    expect(ignoring(wire, []).unfound()).to.deep.equal([]);
  });

  for (const [title, codec] of Object.entries(everything)) {
    it(`of ${title} ignores a number, an entry and a value`, () => {
      const meaning = ignoring(meaningOfClass(codec), [
        'int32_list[1]',
        'stringMap[3]',
        'leaf_list[-1].displayName',
      ]);
      const one = message(
        packed(31, 1, 2, 3),
        inner(41, text(1, '3'), text(2, 'x')),
        inner(37, text(1, 'a')),
        inner(37, text(1, 'b')),
      );
      const other = message(packed(31, 1, 7, 3), inner(37, text(1, 'a')), inner(37));
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
      meaning.canonical(text(14, 'a'));
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
    const one = message(
      entry('a', inner(5, entry('x', text(3, 'y')))),
      entry('b', inner(6, inner(1, text(3, 'p')), inner(1, text(3, 'q')))),
      entry('1', text(3, 'z')),
      entry('c', text(3, 'z')),
    );
    const other = message(
      entry('c', text(3, 'z')),
      entry('b', inner(6, inner(1, text(3, 'p')))),
      entry('a', inner(5, entry('x', message()))),
    );
    expect(meaning.canonical(one)).to.deep.equal(meaning.canonical(other));
    expect(meaning.unfound()).to.deep.equal([]);
  });

  it('without names ignores by numbers only', () => {
    const meaning = ignoring(wire, ['1.3', 'messages.name', '2']);
    expect(meaning.canonical(question('a', 'x'))).to.deep.equal(meaning.canonical(question('b', 'x')));
    expect(meaning.unfound()).to.deep.equal(['messages.name']);
  });
});

function entry(key: string, value: Uint8Array): Uint8Array {
  return inner(1, text(1, key), inner(2, value));
}
