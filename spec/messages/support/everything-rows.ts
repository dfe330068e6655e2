import { double, fixed, float, group, join, longVarint, packed, part, varint } from './wire.js';

/** What two messages show, and whether they mean the same. */
export type Row = readonly [title: string, one: Uint8Array, other: Uint8Array, same: 'same' | 'different'];

/** The number of a field that no type has. */
export const UNKNOWN = 1000;

/** Of everything.Everything, in the part of it that both classes have. */
export const EVERYTHING: readonly Row[] = [
  ['the order of fields', join(varint(1, 5), part(14, 'a')), join(part(14, 'a'), varint(1, 5)), 'same'],
  ['a value', varint(1, 5), varint(1, 6), 'different'],
  ['a written default', varint(1, 0), join(), 'same'],
  ['a written default of text', part(14, ''), join(), 'same'],
  ['a written default of bytes', part(15, ''), join(), 'same'],
  ['a written default of a 64-bit integer', varint(2, 0), join(), 'same'],
  ['a written default of a boolean', varint(13, 0), join(), 'same'],
  ['a written default of a floating-point number', double(12, 0), join(), 'same'],
  ['a written default within', part(17, varint(2, 0)), part(17), 'same'],
  ['the presence of an optional', varint(21, 0), join(), 'different'],
  ['the presence of a message', part(17), join(), 'different'],
  ['the presence of a member of a oneof', part(51, ''), join(), 'different'],
  ['which member of a oneof is set', part(51, ''), varint(52, 0), 'different'],
  [
    'the order of members of a oneof',
    join(part(51, ''), varint(52, 0)),
    join(varint(52, 0), part(51, '')),
    'different',
  ],
  ['packing', packed(31, 1, 2), join(varint(31, 1), varint(31, 2)), 'same'],
  ['packing in parts', packed(31, 1, 2, 3), join(varint(31, 1), packed(31, 2, 3)), 'same'],
  ['an empty packed list', packed(31), join(), 'same'],
  ['the order of a list of numbers', packed(31, 1, 2), packed(31, 2, 1), 'different'],
  ['zeros of a list', packed(31, 0), join(), 'different'],
  [
    'the order of a list of texts',
    join(part(34, 'a'), part(34, 'b')),
    join(part(34, 'b'), part(34, 'a')),
    'different',
  ],
  [
    'the order of a list of messages',
    join(part(37, varint(2, 1)), part(37)),
    join(part(37), part(37, varint(2, 1))),
    'different',
  ],
  [
    'the order of fields in a list',
    part(37, part(1, 'a'), varint(2, 1)),
    part(37, varint(2, 1), part(1, 'a')),
    'same',
  ],
  ['how often an element occurs', join(part(37), part(37)), part(37), 'different'],
  [
    'a list between other fields',
    join(part(34, 'a'), varint(1, 1), part(34, 'b')),
    join(part(34, 'a'), part(34, 'b'), varint(1, 1)),
    'same',
  ],
  [
    'the order of a map',
    join(entry(41, 'a', 'x'), entry(41, 'b', 'y')),
    join(entry(41, 'b', 'y'), entry(41, 'a', 'x')),
    'same',
  ],
  [
    'values of a map',
    join(entry(41, 'a', 'x'), entry(41, 'b', 'y')),
    join(entry(41, 'b', 'x'), entry(41, 'a', 'y')),
    'different',
  ],
  [
    'how many entries a 64-bit map has',
    join(part(43, varint(1, 5), part(2)), part(43, varint(1, 6), part(2))),
    part(43, varint(1, 6), part(2)),
    'different',
  ],
  [
    'how many entries a map of booleans has',
    join(part(44, varint(1, 1), varint(2, 5)), part(44, varint(1, 0), varint(2, 6))),
    part(44, varint(1, 0), varint(2, 6)),
    'different',
  ],
  ['the last of equal keys', join(entry(41, 'a', 'x'), entry(41, 'a', 'y')), entry(41, 'a', 'y'), 'same'],
  [
    'the order of an entry',
    part(41, part(1, 'a'), part(2, 'x')),
    part(41, part(2, 'x'), part(1, 'a')),
    'same',
  ],
  ['a default in an entry', part(41, part(1, 'a')), entry(41, 'a', ''), 'same'],
  ['a default as the key', part(41, part(2, 'x')), entry(41, '', 'x'), 'same'],
  [
    'the keys of a map of booleans',
    part(44, varint(1, 1), varint(2, 5)),
    part(44, varint(1, 0), varint(2, 5)),
    'different',
  ],
  ['the key of a 64-bit map', part(43, varint(1, 1), part(2)), part(43, varint(1, 2), part(2)), 'different'],
  [
    'parts of a message',
    join(part(17, part(1, 'a')), part(17, varint(2, 1))),
    part(17, part(1, 'a'), varint(2, 1)),
    'same',
  ],
  [
    'the last of the parts of a message',
    join(part(17, part(1, 'a')), part(17, varint(2, 1))),
    part(17, varint(2, 1)),
    'different',
  ],
  ['the last of one field', join(varint(1, 5), varint(1, 6)), varint(1, 6), 'same'],
  ['the length of a varint', longVarint(1, 5), varint(1, 5), 'same'],
  ['large integers', varint(2, 2n ** 60n + 1n), varint(2, 2n ** 60n), 'different'],
  ['NaNs of 32 bits', fixed(11, 1, 0, 0xc0, 0x7f), fixed(11, 0, 0, 0xc0, 0xff), 'same'],
  [
    'NaNs of 64 bits',
    fixed(12, 1, 0, 0, 0, 0, 0, 0xf8, 0x7f),
    fixed(12, 0, 0, 0, 0, 0, 0, 0xf8, 0xff),
    'same',
  ],
  ['a NaN and a number', fixed(11, 0, 0, 0xc0, 0x7f), float(11, 1), 'different'],
  ['a negative zero of 32 bits', float(11, -0), float(11, 0), 'different'],
  ['a negative zero of 64 bits', double(12, -0), join(), 'different'],
  [
    'which of two is the last',
    join(double(12, 1), double(12, -0)),
    join(double(12, -0), double(12, 1)),
    'different',
  ],
  [
    'the order of texts of which one is none',
    join(part(34, Uint8Array.of(0xff)), part(34, 'a')),
    join(part(34, 'a'), part(34, Uint8Array.of(0xff))),
    'different',
  ],
  ['bytes that are no text', part(15, Uint8Array.of(0xff)), part(15, Uint8Array.of(0xfe)), 'different'],
  ['text that is none', part(14, Uint8Array.of(0xff)), part(14, Uint8Array.of(0xfe)), 'different'],
  ['text that is none in a list', part(34, Uint8Array.of(0xff)), part(34, Uint8Array.of(0xfe)), 'different'],
  ['an optional in a wire type that is not its own', part(21), varint(21, 0), 'different'],
  [
    'the order of fields beside a message in parts',
    join(part(17), part(17), varint(1, 5)),
    join(varint(1, 5), part(17), part(17)),
    'same',
  ],
  [
    'the order of entries with unknown fields',
    join(part(41, part(1, 'a'), varint(UNKNOWN, 1)), part(41, part(1, 'b'), varint(UNKNOWN, 2))),
    join(part(41, part(1, 'b'), varint(UNKNOWN, 2)), part(41, part(1, 'a'), varint(UNKNOWN, 1))),
    'same',
  ],
  ['an unknown field', varint(UNKNOWN, 1), join(), 'different'],
  ['an unknown value', varint(UNKNOWN, 1), varint(UNKNOWN, 2), 'different'],
  [
    'the place of an unknown field',
    join(varint(UNKNOWN, 1), varint(1, 5)),
    join(varint(1, 5), varint(UNKNOWN, 1)),
    'same',
  ],
  [
    'the order of unknown fields',
    join(varint(UNKNOWN, 1), part(UNKNOWN + 1, 'a')),
    join(part(UNKNOWN + 1, 'a'), varint(UNKNOWN, 1)),
    'same',
  ],
  ['the order of an unknown list', varint(UNKNOWN, 1, 2), varint(UNKNOWN, 2, 1), 'different'],
  [
    'the order within an unknown message',
    part(UNKNOWN, varint(1, 1), varint(2, 2)),
    part(UNKNOWN, varint(2, 2), varint(1, 1)),
    'same',
  ],
  ['an unknown field within', part(17, varint(UNKNOWN, 1)), part(17), 'different'],
  [
    'the level of an unknown field',
    part(17, varint(UNKNOWN, 1)),
    join(part(17), varint(UNKNOWN, 1)),
    'different',
  ],
  [
    'the place of an unknown field within',
    part(17, varint(UNKNOWN, 1), varint(2, 1)),
    part(17, varint(2, 1), varint(UNKNOWN, 1)),
    'same',
  ],
  [
    'an unknown field in a list',
    join(part(37, varint(UNKNOWN, 1)), part(37)),
    join(part(37), part(37, varint(UNKNOWN, 1))),
    'different',
  ],
  [
    'an unknown field in a map',
    join(part(43, varint(1, 5), part(2, varint(UNKNOWN, 1))), part(43, varint(1, 6))),
    join(part(43, varint(1, 6), part(2, varint(UNKNOWN, 1))), part(43, varint(1, 5))),
    'different',
  ],
  [
    'the order of a map with an unknown field',
    join(part(41, part(1, 'a'), varint(UNKNOWN, 1)), entry(41, 'b', '')),
    join(entry(41, 'b', ''), part(41, part(1, 'a'), varint(UNKNOWN, 1))),
    'same',
  ],
  [
    'the key of a map with an unknown field',
    join(part(41, part(1, 'a'), varint(UNKNOWN, 1)), entry(41, 'b', '')),
    join(part(41, part(1, 'b'), varint(UNKNOWN, 1)), entry(41, 'a', '')),
    'different',
  ],
  [
    'an unknown field in the last of equal keys',
    join(part(41, part(1, 'a'), varint(UNKNOWN, 1)), entry(41, 'a', '')),
    entry(41, 'a', ''),
    'same',
  ],
  ['an unknown group', group(UNKNOWN, varint(1, 1)), group(UNKNOWN, varint(1, 2)), 'different'],
  ['a field in a wire type that is not its own', part(1, 'a'), part(1, 'b'), 'different'],
  [
    'a field in a wire type that is not its own, and others',
    join(fixed(1, 1, 2, 3, 4), part(14, 'a')),
    join(fixed(1, 1, 2, 3, 4), part(14, 'b')),
    'different',
  ],
];

/** What protobufjs cannot read or write, so that only the order of fields does not count there. */
export const TS: readonly Row[] = [
  [
    'the order of a map of booleans',
    join(part(44, varint(1, 1), varint(2, 5)), part(44, varint(1, 0), varint(2, 6))),
    join(part(44, varint(1, 0), varint(2, 6)), part(44, varint(1, 1), varint(2, 5))),
    'same',
  ],
  ['more bits than the type has', varint(1, 2n ** 40n + 5n), varint(1, 5), 'same'],
];

function entry(number: number, key: string, value: string): Uint8Array {
  return part(number, part(1, key), part(2, value));
}
