import { expect } from 'chai';
import type { GoldenType } from '../support/fixtures.js';
import { HIDDEN, hexOf, replaced } from '../support/replaced.js';
import {
  double,
  fixed32,
  fixed64,
  float,
  group,
  hex,
  join,
  packed,
  part,
  rawVarint,
  varint,
} from '../support/wire.js';

/** A message, the path to what is replaced, and what is left. */
type Row = readonly [title: string, before: Uint8Array, path: string, after: Uint8Array];

const X = HIDDEN;
const EVERYTHING: readonly Row[] = [
  ['a text', join(part(14, 'secret'), varint(1, 5)), 'string_value', join(part(14, X), varint(1, 5))],
  ['a text that is empty', part(22), 'optional_string', part(22, X)],
  ['bytes', part(15, hex('ff00')), 'bytes_value', part(15, X)],
  [
    'a text three deep',
    part(91, part(1, part(1, varint(2, 7)))),
    'tree.child.child.level',
    part(91, part(1, part(1, varint(2, 0)))),
  ],
  ['an int32', varint(1, -5), 'int32_value', varint(1, 0)],
  ['a uint64', varint(4, 2n ** 64n - 1n), 'uint64_value', varint(4, 0)],
  ['a sint32', varint(5, 9), 'sint32_value', varint(5, 0)],
  ['a fixed32', fixed32(7, 77), 'fixed32_value', fixed32(7, 0)],
  ['a fixed64', fixed64(8, 77n), 'fixed64_value', fixed64(8, 0n)],
  ['an sfixed32', fixed32(9, 0xffffffff), 'sfixed32_value', fixed32(9, 0)],
  ['an sfixed64', fixed64(10, 5n), 'sfixed64_value', fixed64(10, 0n)],
  ['a float', float(11, 1.5), 'float_value', float(11, 0)],
  ['a double', double(12, -1.5), 'double_value', double(12, 0)],
  ['a bool', varint(13, 1), 'bool_value', varint(13, 0)],
  ['an open enum', varint(16, 1), 'color', varint(16, 0)],
  [
    'all of a list of texts',
    join(part(34, 'a'), varint(1, 1), part(34, 'b')),
    'string_list',
    join(part(34, X), varint(1, 1), part(34, X)),
  ],
  [
    'one of a list of texts',
    join(part(34, 'a'), part(34, 'b')),
    'string_list[1]',
    join(part(34, 'a'), part(34, X)),
  ],
  ['a list of bytes', join(part(35, hex('00')), part(35)), 'bytes_list[*]', join(part(35, X), part(35, X))],
  ['packed numbers, each', packed(31, 5, 600, -1), 'int32_list', packed(31, 0, 0, 0)],
  ['one packed number', packed(31, 5, 600, 7), 'int32_list[1]', packed(31, 5, 0, 7)],
  ['numbers that are not packed', varint(31, 5, 600), 'int32_list', varint(31, 0, 0)],
  [
    'numbers that are packed in part',
    join(packed(31, 5, 600), varint(31, 7)),
    'int32_list',
    join(packed(31, 0, 0), varint(31, 0)),
  ],
  ['no packed number', part(31), 'int32_list', part(31)],
  [
    'packed floats',
    part(33, float(1, 1).subarray(1), float(1, 2).subarray(1)),
    'float_list',
    part(33, hex('00000000 00000000')),
  ],
  ['packed enums', packed(36, 1, -2), 'color_list', packed(36, 0, 0)],
  [
    'a whole message, which keeps its fields',
    part(17, part(1, 'a'), varint(2, 7)),
    'leaf_message',
    part(17, part(1, X), varint(2, 0)),
  ],
  ['an empty message', part(17), 'leaf_message', part(17)],
  [
    'a list of messages',
    join(part(37, part(1, 'a')), part(37, varint(2, 7))),
    'leaf_list',
    join(part(37, part(1, X)), part(37, varint(2, 0))),
  ],
  [
    'a field of a list of messages',
    join(part(37, part(1, 'a')), part(37, part(1, 'b'), varint(2, 7))),
    'leaf_list.displayName',
    join(part(37, part(1, X)), part(37, part(1, X), varint(2, 7))),
  ],
  [
    'a field of one message of a list',
    join(part(37, part(1, 'a')), part(37, part(1, 'b'))),
    'leaf_list[0].displayName',
    join(part(37, part(1, X)), part(37, part(1, 'b'))),
  ],
  [
    'a message with fields that nobody knows',
    part(17, part(9, 'a'), varint(10, 7), fixed32(11, 1), group(12, part(1, 'b'))),
    'leaf_message',
    part(17, part(9, X), varint(10, 0), fixed32(11, 0), group(12, part(1, X))),
  ],
  ['a message in the place of a text', varint(14, 7), 'string_value', varint(14, 0)],
  ['a text in the place of a number', part(1, 'secret'), 'int32_value', part(1)],
  ['what is no message in the place of one', part(17, 'secret'), 'leaf_message', part(17, X)],
  [
    'a singular field that occurs twice',
    join(part(14, 'a'), part(14, 'b')),
    'string_value',
    join(part(14, X), part(14, X)),
  ],
  [
    'a singular message that occurs twice',
    join(part(17, part(1, 'a')), part(17, part(1, 'b'))),
    'leaf_message.displayName',
    join(part(17, part(1, X)), part(17, part(1, X))),
  ],
  ['a text of a oneof', part(51, 'a'), 'choice_text', part(51, X)],
  ['a number of a oneof', varint(52, 7), 'choice_number', varint(52, 0)],
  ['a message of a oneof', part(53, part(1, 'a')), 'choice_leaf', part(53, part(1, X))],
  ['a wrapper', part(78, part(1, 'a')), 'string_wrapper', part(78, part(1, X))],
  ['a timestamp', part(61, varint(1, 7), varint(2, 9)), 'timestamp', part(61, varint(1, 0), varint(2, 0))],
  [
    'values of a Struct, by their kind',
    part(
      64,
      part(1, part(1, 'a'), part(2, part(3, 's'))),
      part(1, part(1, 'b'), part(2, double(2, 5))),
      part(1, part(1, 'c'), part(2, varint(4, 1))),
    ),
    'struct.fields[*]',
    part(
      64,
      part(1, part(1, 'a'), part(2, part(3, X))),
      part(1, part(1, 'b'), part(2, double(2, 0))),
      part(1, part(1, 'c'), part(2, varint(4, 0))),
    ),
  ],
  [
    'a value of a Struct',
    part(64, part(1, part(1, 'a'), part(2, part(3, 's'))), part(1, part(1, 'b'), part(2, part(3, 't')))),
    'struct.fields[b]',
    part(64, part(1, part(1, 'a'), part(2, part(3, 's'))), part(1, part(1, 'b'), part(2, part(3, X)))),
  ],
  [
    'a whole Struct',
    part(64, part(1, part(1, 'a'), part(2, varint(1, 0)))),
    'struct',
    part(64, part(1, part(1, X), part(2, varint(1, 0)))),
  ],
];

const LEGACY: readonly Row[] = [
  ['a required text of a whole message', part(101, part(1, 'a')), '101', part(101, part(1, X))],
  ['a field of a group', group(6, part(1, 'a'), float(2, 1)), '6.1', group(6, part(1, X), float(2, 1))],
  ['a whole group', group(6, part(1, 'a'), float(2, 1)), '6', group(6, part(1, X), float(2, 0))],
  [
    'groups of a list',
    join(group(7, varint(1, 5)), group(7, varint(1, 6))),
    'Item',
    join(group(7, varint(1, 5)), group(7, varint(1, 6))),
  ],
  [
    'groups of a list, by number',
    join(group(7, varint(1, 5)), group(7, varint(1, 6))),
    '7',
    join(group(7, varint(1, 0)), group(7, varint(1, 0))),
  ],
  ['an extension', float(100, 1.5), '100', float(100, 0)],
  ['packed numbers of an extension', packed(102, 5, 600), '102', packed(102, 0, 0)],
  ['a message in an extension', part(101, part(8, 'a')), '101.text', part(101, part(8, X))],
];

const VAULT: readonly Row[] = [
  ['a closed enum without 0, by its first value', varint(6, 300), 'grade', varint(6, 3)],
  ['packed enums without 0', packed(7, 300, 3, 300), 'grades', packed(7, 3, 3, 3)],
  ['packed fixed numbers', part(5, hex('01020304 05060708')), 'codes', part(5, hex('00000000 00000000'))],
];

const UNKNOWN: readonly Row[] = [
  ['a text', part(9, 'secret'), '9', part(9, X)],
  ['bytes that are no message', part(9, hex('ff00')), '9', part(9, X)],
  [
    'what can be read as a message, field by field',
    part(9, part(1, 'a'), varint(2, 7)),
    '9',
    part(9, part(1, X), varint(2, 0)),
  ],
  ['a text that can be read as a message', part(9, '(1'), '9', part(9, X)],
  [
    'a message that can be read as text',
    part(9, part(4, 'a text of as many characters as a blank')),
    '9',
    part(9, X),
  ],
  ['what holds nothing, and may be a message', part(9), '9', part(9)],
  ['a number', rawVarint(9, 0x85, 0x80, 0), '9', varint(9, 0)],
  [
    'a group',
    group(9, part(1, 'a'), group(2, varint(1, 5))),
    '9',
    group(9, part(1, X), group(2, varint(1, 0))),
  ],
  ['a value of a map', part(4, part(1, 'env'), part(2, 'a')), '4[env]', part(4, part(1, 'env'), part(2, X))],
];

const TYPES: readonly (readonly [GoldenType | undefined, readonly Row[]])[] = [
  ['everything.Everything', EVERYTHING],
  ['legacy.Old', LEGACY],
  ['vault.Safe', VAULT],
  [undefined, UNKNOWN],
];

describe('replaced content', () => {
  for (const [type, rows] of TYPES) {
    for (const [title, before, path, after] of rows) {
      it(`is ${title}: ${path} of ${type ?? 'what nobody knows'}`, () => {
        expect(hexOf(replaced(type, before, [path]).bytes)).to.equal(hexOf(after));
      });
    }
  }

  it('may be of another replacement', () => {
    const before = part(17, part(1, 'a'), varint(2, 7));
    const { bytes } = replaced('everything.Everything', before, ['leaf_message'], 'other');
    expect(hexOf(bytes)).to.equal(hexOf(part(17, part(1, 'other'), varint(2, 0))));
  });

  it('is told where it was text or bytes', () => {
    const before = join(
      part(14, 'one'),
      part(17, part(1, 'two'), varint(2, 7)),
      part(41, part(1, 'key'), part(2, 'three')),
    );
    const { taken } = replaced('everything.Everything', before, [
      'string_value',
      'leaf_message',
      'string_map',
    ]);
    expect(taken).to.deep.equal(['one', 'two', 'key', 'three']);
  });

  it('is that of a group by its type', () => {
    const { bytes } = replaced('edition.New', group(3, packed(4, 5, 600)), ['3']);
    expect(hexOf(bytes)).to.equal(hexOf(group(3, packed(4, 0, 0))));
  });

  it('is gone where messages are too deep to be read', () => {
    let deep = part(14, 'secret');
    for (let level = 0; level < 5000; level += 1) deep = part(9, deep);
    expect(Buffer.from(replaced(undefined, deep, ['9']).bytes).includes('secret')).to.equal(false);
  });
});
