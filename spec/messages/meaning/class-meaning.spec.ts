import { expect } from 'chai';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import descriptor from 'google-protobuf/google/protobuf/descriptor_pb.js';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import wrappers from 'google-protobuf/google/protobuf/wrappers_pb.js';
import { meaningOfClass } from '../../../lib/messages/meaning/class-meaning.js';
import { schemaOfDescriptorSet } from '../../../lib/messages/schema/schema.js';
import type { MessageCodec } from '../../../lib/messages/types/find-decoder.js';
import { readWireFields } from '../../../lib/messages/wire/wire-fields.js';
import * as chat from '../../../proto-gen/xai/api/v1/chat.js';
import { GetCompletionsRequest as TsRequest } from '../../clients/gen/protobuf-ts/xai/api/v1/chat.js';
import { EVERYTHING, type Row, TS, UNKNOWN } from '../support/everything-rows.js';
import { descriptorSet, messageType } from '../support/fixtures.js';
import {
  classicCodec,
  codecOf,
  eagerCodec,
  parsedCodec,
  reflectedCodec,
  roundingCodec,
  staticCodec,
  strictCodec,
  TsEverything,
  tsCodec,
} from '../support/message-classes.js';
import { double, fixed, float, join, longVarint, packed, part, varint } from '../support/wire.js';

const STATIC: readonly Row[] = [
  ['the order of fields', join(varint(2, 5), part(1, 'a')), join(part(1, 'a'), varint(2, 5)), 'same'],
  ['written defaults', join(part(1, ''), varint(2, 0), part(3, ''), double(5, 0)), join(), 'same'],
  ['written defaults within', part(6, part(1, ''), varint(2, 0)), part(6), 'same'],
  ['the presence of an optional', varint(4, 0), join(), 'different'],
  ['a negative zero', double(5, -0), double(5, 0), 'different'],
  ['large integers', varint(2, 2n ** 60n + 1n), varint(2, 2n ** 60n), 'different'],
  [
    'the order of a list',
    join(part(6, part(1, 'a')), part(6)),
    join(part(6), part(6, part(1, 'a'))),
    'different',
  ],
  ['an unknown field', part(6, varint(UNKNOWN, 1)), part(6), 'different'],
  [
    'the place of an unknown field',
    part(6, varint(UNKNOWN, 1), part(1, 'a')),
    part(6, part(1, 'a'), varint(UNKNOWN, 1)),
    'same',
  ],
];

const ROUNDING: readonly Row[] = [
  ['large integers', varint(2, 2n ** 60n + 1n), varint(2, 2n ** 60n), 'different'],
  [
    'large integers in messages',
    part(6, varint(2, 2n ** 60n + 1n)),
    part(6, varint(2, 2n ** 60n)),
    'different',
  ],
  ['the order of fields', join(varint(2, 5), part(1, 'a')), join(part(1, 'a'), varint(2, 5)), 'same'],
];

const STRUCT: readonly Row[] = [
  [
    'the order of a map',
    structOf(['a', part(3, 'x')], ['b', double(2, 1)]),
    structOf(['b', double(2, 1)], ['a', part(3, 'x')]),
    'same',
  ],
  [
    'the order of a map within',
    structOf(['s', part(5, structOf(['a', varint(4, 1)], ['b', varint(1, 0)]))]),
    structOf(['s', part(5, structOf(['b', varint(1, 0)], ['a', varint(4, 1)]))]),
    'same',
  ],
  [
    'the order of a list within',
    structOf(['l', part(6, part(1, part(3, 'a')), part(1, part(3, 'b')))]),
    structOf(['l', part(6, part(1, part(3, 'b')), part(1, part(3, 'a')))]),
    'different',
  ],
  ['values', structOf(['a', part(3, 'x')]), structOf(['a', part(3, 'y')]), 'different'],
  ['a null and nothing', structOf(['a', varint(1, 0)]), structOf(['a', join()]), 'different'],
  ['a false and a null', structOf(['a', varint(4, 0)]), structOf(['a', varint(1, 0)]), 'different'],
  [
    'the last of a oneof',
    structOf(['a', join(part(3, 'x'), varint(4, 1))]),
    structOf(['a', varint(4, 1)]),
    'same',
  ],
  ['a negative zero', structOf(['a', double(2, -0)]), structOf(['a', double(2, 0)]), 'different'],
  [
    'NaNs',
    structOf(['a', fixed(2, 1, 0, 0, 0, 0, 0, 0xf8, 0x7f)]),
    structOf(['a', fixed(2, 0, 0, 0, 0, 0, 0, 0xf8, 0xff)]),
    'same',
  ],
  ['an unknown field in a value', structOf(['a', part(9, 'x')]), structOf(['a', part(9, 'y')]), 'different'],
  [
    'whose value has an unknown field',
    structOf(['a', part(9, 'x')], ['b', join()]),
    structOf(['a', join()], ['b', part(9, 'x')]),
    'different',
  ],
  [
    'the order of values with unknown fields',
    structOf(['a', part(9, 'x')], ['b', join()]),
    structOf(['b', join()], ['a', part(9, 'x')]),
    'same',
  ],
  [
    'an unknown field in the last of equal keys within',
    structOf(['s', part(5, part(1, part(1, 'a'), varint(9, 1)), part(1, part(1, 'a')))]),
    structOf(['s', part(5, part(1, part(1, 'a')))]),
    'same',
  ],
];

const REQUEST: readonly Row[] = [
  ['the order of fields', join(part(2, 'grok'), varint(7, 5)), join(varint(7, 5), part(2, 'grok')), 'same'],
  [
    'the order of fields in messages',
    part(1, varint(2, 1), part(1, part(1, 'a'))),
    part(1, part(1, part(1, 'a')), varint(2, 1)),
    'same',
  ],
  ['a written default', join(part(2, ''), varint(5, 0)), join(), 'same'],
  ['a written default in messages', part(1, varint(2, 0), part(3, '')), part(1), 'same'],
  ['the presence of an optional', varint(11, 0), join(), 'different'],
  ['the presence of an optional float', float(14, 0), join(), 'different'],
  [
    'the order of messages',
    join(part(1, varint(2, 1)), part(1, varint(2, 2))),
    join(part(1, varint(2, 2)), part(1, varint(2, 1))),
    'different',
  ],
  [
    'the order of content',
    part(1, part(1, part(1, 'a')), part(1, part(1, 'b'))),
    part(1, part(1, part(1, 'b')), part(1, part(1, 'a'))),
    'different',
  ],
  ['packing', packed(26, 1, 2), varint(26, 1, 2), 'same'],
  ['the order of packed values', packed(26, 1, 2), packed(26, 2, 1), 'different'],
  [
    'an unknown field in content',
    part(1, part(1, part(1, 'a'), part(UNKNOWN, 'x'))),
    part(1, part(1, part(1, 'a'))),
    'different',
  ],
  ['NaNs', fixed(14, 1, 0, 0xc0, 0x7f), fixed(14, 0, 0, 0xc0, 0xff), 'same'],
  ['a negative zero', float(14, -0), float(14, 0), 'different'],
];

const TYPES: readonly (readonly [string, MessageCodec, readonly Row[]])[] = [
  ['protobufjs by reflection', reflectedCodec(), EVERYTHING],
  ['protobuf-ts', tsCodec(TsEverything), [...EVERYTHING, ...TS]],
  ['a class that rounds large integers', roundingCodec(), ROUNDING],
  ['protobufjs that was generated', staticCodec(), STATIC],
  ['a class that writes defaults', eagerCodec(), STATIC],
  [
    'protobufjs with required fields',
    parsedCodec(
      'message Old { required Old old = 1; optional int32 a = 2; optional int32 b = 3 [default = 7]; }',
      'Old',
    ),
    [
      ['the order of fields', join(varint(2, 1), varint(3, 1)), join(varint(3, 1), varint(2, 1)), 'same'],
      ['an unknown field', varint(9, 1), join(), 'different'],
    ],
  ],
  [
    'protobufjs of proto2',
    parsedCodec('message Old { optional int32 a = 2; optional int32 b = 3 [default = 7]; }', 'Old'),
    [
      ['the presence of a field', varint(2, 0), join(), 'different'],
      ['the presence of a field at its default', varint(3, 7), join(), 'different'],
    ],
  ],
  ['Struct of google-protobuf', classicCodec(new struct.Struct()), STRUCT],
  ['a class that reads no entry without a key or a value', strictCodec(), STRUCT],
  [
    'Any of google-protobuf',
    classicCodec(new any.Any()),
    [
      [
        'the order of fields',
        join(part(1, 'x/y'), part(2, varint(1, 1))),
        join(part(2, varint(1, 1)), part(1, 'x/y')),
        'same',
      ],
      ['a written default', join(part(1, 'x/y'), part(2)), part(1, 'x/y'), 'same'],
      [
        'content',
        join(part(1, 'x/y'), part(2, varint(1, 1))),
        join(part(1, 'x/y'), part(2, varint(1, 2))),
        'different',
      ],
      [
        'the order in its content, of whose type nothing is known',
        part(2, varint(1, 1), varint(2, 1)),
        part(2, varint(2, 1), varint(1, 1)),
        'different',
      ],
    ],
  ],
  [
    'DoubleValue of google-protobuf',
    classicCodec(new wrappers.DoubleValue()),
    [
      ['a negative zero', double(1, -0), double(1, 0), 'different'],
      ['a zero', double(1, 0), join(), 'same'],
      ['NaNs', fixed(1, 1, 0, 0, 0, 0, 0, 0xf8, 0x7f), fixed(1, 0, 0, 0, 0, 0, 0, 0xf8, 0xff), 'same'],
    ],
  ],
  [
    'Int64Value of google-protobuf',
    classicCodec(new wrappers.Int64Value()),
    [
      ['large integers', varint(1, 2n ** 60n + 1n), varint(1, 2n ** 60n), 'different'],
      ['the length of a varint', longVarint(1, 5), varint(1, 5), 'same'],
    ],
  ],
  [
    'UInt64Value of google-protobuf',
    classicCodec(new wrappers.UInt64Value()),
    [['large integers', varint(1, 2n ** 60n + 1n), varint(1, 2n ** 60n), 'different']],
  ],
  [
    'StringValue of google-protobuf',
    classicCodec(new wrappers.StringValue()),
    [
      ['text that is none', part(1, Uint8Array.of(0xff)), part(1, Uint8Array.of(0xfe)), 'different'],
      ['the empty text', part(1, ''), join(), 'same'],
    ],
  ],
  [
    'Location of google-protobuf, of proto2',
    classicCodec(new descriptor.SourceCodeInfo.Location()),
    [
      ['packing', packed(1, 1, 2), varint(1, 1, 2), 'same'],
      ['the order of packed values', packed(1, 1, 2), packed(1, 2, 1), 'different'],
      ['the presence of text', part(3, ''), join(), 'different'],
    ],
  ],
  ['protoc-gen-ts', codecOf(new chat.GetCompletionsRequest(), (each) => each.serialize()), REQUEST],
  ['generated protobuf-ts', tsCodec(TsRequest), REQUEST],
];

/** By 64-bit integers or booleans, protobufjs writes no map, so that only the order of fields does not count there. */
const WRITTEN_BY_PROTOBUFJS: readonly Row[] = EVERYTHING.filter(
  ([, one, other]) => !hasField(one, 43, 44) && !hasField(other, 43, 44),
);

describe('the one form of messages by their class', () => {
  const type = messageType(schemaOfDescriptorSet(descriptorSet()), 'everything.Everything');

  for (const [name, codec, rows] of [
    ['protobuf-ts', tsCodec(TsEverything), [...EVERYTHING, ...TS]],
    ['protobufjs by reflection', reflectedCodec(), WRITTEN_BY_PROTOBUFJS],
  ] as const) {
    const meaning = meaningOfClass(codec);
    for (const [title, ...messages] of rows) {
      it(`of ${name} is that by their schema: ${title}`, () => {
        const [one, other] = messages;
        const forms = [one, other].map((each) => hex(meaning.canonical(each)));
        expect(forms).to.deep.equal([one, other].map((each) => hex(type.canonical(each))));
      });
    }
  }
});

describe('what messages mean by their class', () => {
  for (const [name, codec, rows] of TYPES) {
    describe(`of ${name}`, () => {
      const meaning = meaningOfClass(codec);
      for (const [title, one, other, same] of rows) {
        it(`${title}: ${same}`, () => {
          expect(hex(meaning.canonical(one)) === hex(meaning.canonical(other))).to.equal(same === 'same');
        });
      }

      it('is itself of the same meaning', () => {
        for (const each of rows.flatMap(([, one, other]) => [one, other])) {
          expect(hex(meaning.canonical(each))).to.equal(hex(meaningOfClass(codec).canonical(each)));
        }
      });
    });
  }
});

function hasField(bytes: Uint8Array, ...numbers: readonly number[]): boolean {
  return readWireFields(bytes)?.some(({ number }) => numbers.includes(number)) === true;
}

function hex(content: Uint8Array): string {
  return Buffer.from(content).toString('hex');
}

function structOf(...fields: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  return join(...fields.map(([key, value]) => part(1, part(1, key), part(2, value))));
}
