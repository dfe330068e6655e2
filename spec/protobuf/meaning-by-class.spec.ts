import { expect } from 'chai';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import descriptor from 'google-protobuf/google/protobuf/descriptor_pb.js';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import wrappers from 'google-protobuf/google/protobuf/wrappers_pb.js';
import { meaningOfClass } from '../../lib/protobuf/class-meaning.js';
import type { MessageCodec } from '../../lib/protobuf/find-decoder.js';
import * as chat from '../../proto-gen/xai/api/v1/chat.js';
import { GetCompletionsRequest as TsRequest } from '../clients/gen/protobuf-ts/xai/api/v1/chat.js';
import { EVERYTHING, type Row, TS, UNKNOWN } from './everything-rows.js';
import {
  classicCodec,
  codecOf,
  parsedCodec,
  reflectedCodec,
  roundingCodec,
  staticCodec,
  strictCodec,
  TsEverything,
  tsCodec,
} from './message-classes.js';
import { bytes, double, fixed, float, inner, longVarint, message, packed, text, varint } from './wire-parts.js';

const STATIC: readonly Row[] = [
  ['the order of fields', message(varint(2, 5), text(1, 'a')), message(text(1, 'a'), varint(2, 5)), 'same'],
  ['written defaults', message(text(1, ''), varint(2, 0), text(3, ''), double(5, 0)), message(), 'same'],
  ['written defaults within', inner(6, text(1, ''), varint(2, 0)), inner(6), 'same'],
  ['the presence of an optional', varint(4, 0), message(), 'different'],
  ['a negative zero', double(5, -0), double(5, 0), 'different'],
  ['large integers', varint(2, 2n ** 60n + 1n), varint(2, 2n ** 60n), 'different'],
  [
    'the order of a list',
    message(inner(6, text(1, 'a')), inner(6)),
    message(inner(6), inner(6, text(1, 'a'))),
    'different',
  ],
  ['an unknown field', inner(6, varint(UNKNOWN, 1)), inner(6), 'different'],
  [
    'the place of an unknown field',
    inner(6, varint(UNKNOWN, 1), text(1, 'a')),
    inner(6, text(1, 'a'), varint(UNKNOWN, 1)),
    'same',
  ],
];

const ROUNDING: readonly Row[] = [
  ['large integers', varint(2, 2n ** 60n + 1n), varint(2, 2n ** 60n), 'different'],
  [
    'large integers in messages',
    inner(6, varint(2, 2n ** 60n + 1n)),
    inner(6, varint(2, 2n ** 60n)),
    'different',
  ],
  ['the order of fields', message(varint(2, 5), text(1, 'a')), message(text(1, 'a'), varint(2, 5)), 'same'],
];

const STRUCT: readonly Row[] = [
  [
    'the order of a map',
    structOf(['a', text(3, 'x')], ['b', double(2, 1)]),
    structOf(['b', double(2, 1)], ['a', text(3, 'x')]),
    'same',
  ],
  [
    'the order of a map within',
    structOf(['s', inner(5, structOf(['a', varint(4, 1)], ['b', varint(1, 0)]))]),
    structOf(['s', inner(5, structOf(['b', varint(1, 0)], ['a', varint(4, 1)]))]),
    'same',
  ],
  [
    'the order of a list within',
    structOf(['l', inner(6, inner(1, text(3, 'a')), inner(1, text(3, 'b')))]),
    structOf(['l', inner(6, inner(1, text(3, 'b')), inner(1, text(3, 'a')))]),
    'different',
  ],
  ['values', structOf(['a', text(3, 'x')]), structOf(['a', text(3, 'y')]), 'different'],
  ['a null and nothing', structOf(['a', varint(1, 0)]), structOf(['a', message()]), 'different'],
  ['a false and a null', structOf(['a', varint(4, 0)]), structOf(['a', varint(1, 0)]), 'different'],
  [
    'the last of a oneof',
    structOf(['a', message(text(3, 'x'), varint(4, 1))]),
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
  ['an unknown field in a value', structOf(['a', text(9, 'x')]), structOf(['a', text(9, 'y')]), 'different'],
  [
    'whose value has an unknown field',
    structOf(['a', text(9, 'x')], ['b', message()]),
    structOf(['a', message()], ['b', text(9, 'x')]),
    'different',
  ],
  [
    'the order of values with unknown fields',
    structOf(['a', text(9, 'x')], ['b', message()]),
    structOf(['b', message()], ['a', text(9, 'x')]),
    'same',
  ],
  [
    'an unknown field in the last of equal keys within',
    structOf(['s', inner(5, inner(1, text(1, 'a'), varint(9, 1)), inner(1, text(1, 'a')))]),
    structOf(['s', inner(5, inner(1, text(1, 'a')))]),
    'same',
  ],
];

const REQUEST: readonly Row[] = [
  [
    'the order of fields',
    message(text(2, 'grok'), varint(7, 5)),
    message(varint(7, 5), text(2, 'grok')),
    'same',
  ],
  [
    'the order of fields in messages',
    inner(1, varint(2, 1), inner(1, text(1, 'a'))),
    inner(1, inner(1, text(1, 'a')), varint(2, 1)),
    'same',
  ],
  ['a written default', message(text(2, ''), varint(5, 0)), message(), 'same'],
  ['a written default in messages', inner(1, varint(2, 0), text(3, '')), inner(1), 'same'],
  ['the presence of an optional', varint(11, 0), message(), 'different'],
  ['the presence of an optional float', float(14, 0), message(), 'different'],
  [
    'the order of messages',
    message(inner(1, varint(2, 1)), inner(1, varint(2, 2))),
    message(inner(1, varint(2, 2)), inner(1, varint(2, 1))),
    'different',
  ],
  [
    'the order of content',
    inner(1, inner(1, text(1, 'a')), inner(1, text(1, 'b'))),
    inner(1, inner(1, text(1, 'b')), inner(1, text(1, 'a'))),
    'different',
  ],
  ['packing', packed(26, 1, 2), varint(26, 1, 2), 'same'],
  ['the order of packed values', packed(26, 1, 2), packed(26, 2, 1), 'different'],
  [
    'an unknown field in content',
    inner(1, inner(1, text(1, 'a'), text(UNKNOWN, 'x'))),
    inner(1, inner(1, text(1, 'a'))),
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
  [
    'protobufjs with required fields',
    parsedCodec(
      'message Old { required Old old = 1; optional int32 a = 2; optional int32 b = 3 [default = 7]; }',
      'Old',
    ),
    [
      [
        'the order of fields',
        message(varint(2, 1), varint(3, 1)),
        message(varint(3, 1), varint(2, 1)),
        'same',
      ],
      ['an unknown field', varint(9, 1), message(), 'different'],
    ],
  ],
  [
    'protobufjs of proto2',
    parsedCodec('message Old { optional int32 a = 2; optional int32 b = 3 [default = 7]; }', 'Old'),
    [
      ['the presence of a field', varint(2, 0), message(), 'different'],
      ['the presence of a field at its default', varint(3, 7), message(), 'different'],
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
        message(text(1, 'x/y'), inner(2, varint(1, 1))),
        message(inner(2, varint(1, 1)), text(1, 'x/y')),
        'same',
      ],
      ['a written default', message(text(1, 'x/y'), inner(2)), text(1, 'x/y'), 'same'],
      [
        'content',
        message(text(1, 'x/y'), inner(2, varint(1, 1))),
        message(text(1, 'x/y'), inner(2, varint(1, 2))),
        'different',
      ],
      [
        'the order in its content, of whose type nothing is known',
        inner(2, varint(1, 1), varint(2, 1)),
        inner(2, varint(2, 1), varint(1, 1)),
        'different',
      ],
    ],
  ],
  [
    'DoubleValue of google-protobuf',
    classicCodec(new wrappers.DoubleValue()),
    [
      ['a negative zero', double(1, -0), double(1, 0), 'different'],
      ['a zero', double(1, 0), message(), 'same'],
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
      ['text that is none', inner(1, bytes(0xff)), inner(1, bytes(0xfe)), 'different'],
      ['the empty text', text(1, ''), message(), 'same'],
    ],
  ],
  [
    'Location of google-protobuf, of proto2',
    classicCodec(new descriptor.SourceCodeInfo.Location()),
    [
      ['packing', packed(1, 1, 2), varint(1, 1, 2), 'same'],
      ['the order of packed values', packed(1, 1, 2), packed(1, 2, 1), 'different'],
      ['the presence of text', text(3, ''), message(), 'different'],
    ],
  ],
  ['protoc-gen-ts', codecOf(new chat.GetCompletionsRequest(), (each) => each.serialize()), REQUEST],
  ['generated protobuf-ts', tsCodec(TsRequest), REQUEST],
];

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

function hex(content: Uint8Array): string {
  return Buffer.from(content).toString('hex');
}

function structOf(...fields: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  return message(...fields.map(([key, value]) => inner(1, text(1, key), inner(2, value))));
}
