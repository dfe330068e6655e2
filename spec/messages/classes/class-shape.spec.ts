import { expect } from 'chai';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import { meaningOfClass } from '../../../lib/messages/meaning/class-meaning.js';
import type { MessageCodec } from '../../../lib/messages/types/find-decoder.js';
import * as chat from '../../../proto-gen/xai/api/v1/chat.js';
import {
  classicCodec,
  codecOf,
  reflectedCodec,
  staticCodec,
  strictCodec,
  TsEverything,
  tsCodec,
} from '../support/message-classes.js';
import { kindOf } from '../support/repeated-fields.js';
import { part } from '../support/wire.js';

const present = Array.from({ length: 100 }, (_, index) => index + 1);

/** Of a class: the path of a message, the name of a field in it, its number. */
type Row = readonly [path: readonly number[], name: string, number: number | undefined];

const EVERYTHING: readonly Row[] = [
  [[], 'string_value', 14],
  [[], 'stringValue', 14],
  [[], 'leaf_message', 17],
  [[], 'nothing', undefined],
  [[17], 'number_of_things', 2],
  [[17], 'numberOfThings', 2],
  [[17], 'displayName', 1],
  [[17], 'string_value', undefined],
  [[14], 'string_value', undefined],
  [[37], 'displayName', 1],
  [[43], 'key', 1],
  [[43], 'value', 2],
  [[43], 'displayName', undefined],
  [[43, 2], 'displayName', 1],
  [[99, 1], 'displayName', undefined],
];

const CLASSES: readonly (readonly [string, MessageCodec, readonly Row[]])[] = [
  ['protobufjs by reflection', reflectedCodec(), EVERYTHING],
  ['protobuf-ts', tsCodec(TsEverything), EVERYTHING],
  [
    'protobufjs that was generated',
    staticCodec(),
    [
      [[], 'text_value', 1],
      [[], 'textValue', 1],
      [[], 'big', 2],
      [[], 'raw', 3],
      [[], 'count', 4],
      [[], 'ratio', 5],
      [[], 'leaves', 6],
      [[6], 'big', 2],
      [[6, 6], 'raw', 3],
      [[], 'nothing', undefined],
    ],
  ],
  [
    'google-protobuf',
    classicCodec(new struct.Struct()),
    [
      [[], 'fields', 1],
      [[], 'fieldsMap', 1],
      [[1], 'key', 1],
      [[1], 'value', 2],
      [[1], 'string_value', undefined],
      [[1, 2], 'null_value', 1],
      [[1, 2], 'string_value', 3],
      [[1, 2], 'stringValue', 3],
      [[1, 2], 'list_value', 6],
      [[1, 2, 6], 'values', 1],
      [[1, 2, 6], 'valuesList', 1],
      [[1, 2, 6, 1], 'bool_value', 4],
      [[1, 2, 6, 1], 'list', undefined],
      [[1, 2, 5], 'fields', 1],
    ],
  ],
  [
    'protoc-gen-ts',
    codecOf(new chat.GetCompletionsRequest(), (each) => each.serialize()),
    [
      [[], 'messages', 1],
      [[], 'max_tokens', 7],
      [[], 'maxTokens', 7],
      [[], 'temperature', 14],
      [[], 'logprobs', 5],
      [[], 'stop', 12],
      [[], 'include', 26],
      [[], 'response_format', 10],
      [[1], 'content', 1],
      [[1, 1], 'text', 1],
      [[1, 1], 'image_url', 2],
      [[1, 4, 10], 'arguments', 2],
      [[1], 'max_tokens', undefined],
    ],
  ],
];

describe('the names of the fields of a class', () => {
  for (const [title, codec, rows] of CLASSES) {
    describe(`of ${title}`, () => {
      for (const [path, name, number] of rows) {
        it(`${name} at [${path.join('.')}] is ${number ?? 'none'}`, () => {
          expect(meaningOfClass(codec).findNumber(path, name, present)).to.equal(number);
        });
      }
    });
  }

  it('are those of fields that are present, where the class does not tell them', () => {
    const meaning = meaningOfClass(staticCodec());
    expect(meaning.findNumber([], 'big', [1, 3])).to.equal(undefined);
    expect(meaning.findNumber([], 'big')).to.equal(undefined);
    expect(meaningOfClass(reflectedCodec()).findNumber([], 'int64_value')).to.equal(2);
  });

  for (const [number, kind] of [
    [41, 'entry'],
    [37, 'message'],
    [34, 'text'],
    [31, 'varint'],
    [33, 'fixed32'],
    [17, undefined],
    [1000, undefined],
  ] as const) {
    it(`tell that field ${number} holds ${kind ?? 'one, or nothing known'}`, () => {
      expect(kindOf(meaningOfClass(reflectedCodec()).findRepeated([number]))).to.equal(kind);
    });
  }

  it('are found of a map that is shown as a record, also when it is empty', () => {
    const meaning = meaningOfClass({
      decode(bytes) {
        const fields = struct.Struct.deserializeBinary(bytes)
          .getFieldsMap()
          .toObject(false, () => 'value');
        return { bytes, toObject: () => ({ fields: Object.fromEntries(fields) }) };
      },
      encode: (decoded) =>
        struct.Struct.deserializeBinary((decoded as { bytes: Uint8Array }).bytes).serializeBinary(),
    });
    expect(meaning.findNumber([], 'fields', [1])).to.equal(1);
    expect(meaning.findNumber([], 'a', [1])).to.equal(undefined);
  });

  it('are found of a map whose entries must have a key and a value', () => {
    const meaning = meaningOfClass(strictCodec());
    expect(meaning.findNumber([], 'fields', [1])).to.equal(1);
    expect(kindOf(meaning.findRepeated([1]))).to.equal('entry');
    expect(meaning.findNumber([1, 2], 'string_value', [1, 3])).to.equal(3);
  });

  it('never fail', () => {
    const meaning = meaningOfClass({ decode: broken, encode: broken });
    expect(meaning.findNumber([1], 'a', [1])).to.equal(undefined);
    expect(meaning.findRepeated([1])).to.equal(undefined);
    expect(meaning.view(part(1, 'a'))).to.equal(undefined);
    expect(meaning.canonical(part(1, 'a'))).to.deep.equal(part(1, 'a'));
  });
});

function broken(): never {
  throw new Error('broken');
}
