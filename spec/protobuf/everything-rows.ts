import {
  bytes,
  double,
  fixed,
  float,
  group,
  inner,
  longVarint,
  message,
  packed,
  text,
  varint,
} from './wire.js';

/** What two messages show, and whether they mean the same. */
export type Row = readonly [title: string, one: Uint8Array, other: Uint8Array, same: 'same' | 'different'];

/** The number of a field that no type has. */
export const UNKNOWN = 1000;

/** Of everything.Everything, in the part of it that both classes have. */
export const EVERYTHING: readonly Row[] = [
  ['the order of fields', message(varint(1, 5), text(14, 'a')), message(text(14, 'a'), varint(1, 5)), 'same'],
  ['a value', varint(1, 5), varint(1, 6), 'different'],
  ['a written default', varint(1, 0), message(), 'same'],
  ['a written default of text', text(14, ''), message(), 'same'],
  ['a written default of bytes', text(15, ''), message(), 'same'],
  ['a written default of a 64-bit integer', varint(2, 0), message(), 'same'],
  ['a written default of a boolean', varint(13, 0), message(), 'same'],
  ['a written default of a floating-point number', double(12, 0), message(), 'same'],
  ['a written default within', inner(17, varint(2, 0)), inner(17), 'same'],
  ['the presence of an optional', varint(21, 0), message(), 'different'],
  ['the presence of a message', inner(17), message(), 'different'],
  ['the presence of a member of a oneof', text(51, ''), message(), 'different'],
  ['which member of a oneof is set', text(51, ''), varint(52, 0), 'different'],
  [
    'the order of members of a oneof',
    message(text(51, ''), varint(52, 0)),
    message(varint(52, 0), text(51, '')),
    'different',
  ],
  ['packing', packed(31, 1, 2), message(varint(31, 1), varint(31, 2)), 'same'],
  ['packing in parts', packed(31, 1, 2, 3), message(varint(31, 1), packed(31, 2, 3)), 'same'],
  ['an empty packed list', packed(31), message(), 'same'],
  ['the order of a list of numbers', packed(31, 1, 2), packed(31, 2, 1), 'different'],
  ['zeros of a list', packed(31, 0), message(), 'different'],
  [
    'the order of a list of texts',
    message(text(34, 'a'), text(34, 'b')),
    message(text(34, 'b'), text(34, 'a')),
    'different',
  ],
  [
    'the order of a list of messages',
    message(inner(37, varint(2, 1)), inner(37)),
    message(inner(37), inner(37, varint(2, 1))),
    'different',
  ],
  [
    'the order of fields in a list',
    inner(37, text(1, 'a'), varint(2, 1)),
    inner(37, varint(2, 1), text(1, 'a')),
    'same',
  ],
  ['how often an element occurs', message(inner(37), inner(37)), inner(37), 'different'],
  [
    'a list between other fields',
    message(text(34, 'a'), varint(1, 1), text(34, 'b')),
    message(text(34, 'a'), text(34, 'b'), varint(1, 1)),
    'same',
  ],
  [
    'the order of a map',
    message(entry(41, 'a', 'x'), entry(41, 'b', 'y')),
    message(entry(41, 'b', 'y'), entry(41, 'a', 'x')),
    'same',
  ],
  [
    'values of a map',
    message(entry(41, 'a', 'x'), entry(41, 'b', 'y')),
    message(entry(41, 'b', 'x'), entry(41, 'a', 'y')),
    'different',
  ],
  ['the last of equal keys', message(entry(41, 'a', 'x'), entry(41, 'a', 'y')), entry(41, 'a', 'y'), 'same'],
  [
    'the order of an entry',
    inner(41, text(1, 'a'), text(2, 'x')),
    inner(41, text(2, 'x'), text(1, 'a')),
    'same',
  ],
  ['a default in an entry', inner(41, text(1, 'a')), entry(41, 'a', ''), 'same'],
  ['a default as the key', inner(41, text(2, 'x')), entry(41, '', 'x'), 'same'],
  [
    'the keys of a map of booleans',
    inner(44, varint(1, 1), varint(2, 5)),
    inner(44, varint(1, 0), varint(2, 5)),
    'different',
  ],
  [
    'the key of a 64-bit map',
    inner(43, varint(1, 1), inner(2)),
    inner(43, varint(1, 2), inner(2)),
    'different',
  ],
  [
    'parts of a message',
    message(inner(17, text(1, 'a')), inner(17, varint(2, 1))),
    inner(17, text(1, 'a'), varint(2, 1)),
    'different',
  ],
  [
    'the last of the parts of a message',
    message(inner(17, text(1, 'a')), inner(17, varint(2, 1))),
    inner(17, varint(2, 1)),
    'different',
  ],
  ['the last of one field', message(varint(1, 5), varint(1, 6)), varint(1, 6), 'same'],
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
  ['a negative zero of 64 bits', double(12, -0), message(), 'different'],
  [
    'which of two is the last',
    message(double(12, 1), double(12, -0)),
    message(double(12, -0), double(12, 1)),
    'different',
  ],
  [
    'the order of texts of which one is none',
    message(inner(34, bytes(0xff)), text(34, 'a')),
    message(text(34, 'a'), inner(34, bytes(0xff))),
    'different',
  ],
  ['bytes that are no text', inner(15, bytes(0xff)), inner(15, bytes(0xfe)), 'different'],
  ['text that is none', inner(14, bytes(0xff)), inner(14, bytes(0xfe)), 'different'],
  ['text that is none in a list', inner(34, bytes(0xff)), inner(34, bytes(0xfe)), 'different'],
  ['an optional in a wire type that is not its own', inner(21), varint(21, 0), 'different'],
  [
    'the order of fields beside a message in parts',
    message(inner(17), inner(17), varint(1, 5)),
    message(varint(1, 5), inner(17), inner(17)),
    'same',
  ],
  [
    'the order of entries with unknown fields',
    message(inner(41, text(1, 'a'), varint(UNKNOWN, 1)), inner(41, text(1, 'b'), varint(UNKNOWN, 2))),
    message(inner(41, text(1, 'b'), varint(UNKNOWN, 2)), inner(41, text(1, 'a'), varint(UNKNOWN, 1))),
    'same',
  ],
  ['an unknown field', varint(UNKNOWN, 1), message(), 'different'],
  ['an unknown value', varint(UNKNOWN, 1), varint(UNKNOWN, 2), 'different'],
  [
    'the place of an unknown field',
    message(varint(UNKNOWN, 1), varint(1, 5)),
    message(varint(1, 5), varint(UNKNOWN, 1)),
    'same',
  ],
  [
    'the order of unknown fields',
    message(varint(UNKNOWN, 1), text(UNKNOWN + 1, 'a')),
    message(text(UNKNOWN + 1, 'a'), varint(UNKNOWN, 1)),
    'same',
  ],
  ['the order of an unknown list', varint(UNKNOWN, 1, 2), varint(UNKNOWN, 2, 1), 'different'],
  [
    'the order within an unknown message',
    inner(UNKNOWN, varint(1, 1), varint(2, 2)),
    inner(UNKNOWN, varint(2, 2), varint(1, 1)),
    'same',
  ],
  ['an unknown field within', inner(17, varint(UNKNOWN, 1)), inner(17), 'different'],
  [
    'the level of an unknown field',
    inner(17, varint(UNKNOWN, 1)),
    message(inner(17), varint(UNKNOWN, 1)),
    'different',
  ],
  [
    'the place of an unknown field within',
    inner(17, varint(UNKNOWN, 1), varint(2, 1)),
    inner(17, varint(2, 1), varint(UNKNOWN, 1)),
    'same',
  ],
  [
    'an unknown field in a list',
    message(inner(37, varint(UNKNOWN, 1)), inner(37)),
    message(inner(37), inner(37, varint(UNKNOWN, 1))),
    'different',
  ],
  [
    'an unknown field in a map',
    message(inner(43, varint(1, 5), inner(2, varint(UNKNOWN, 1))), inner(43, varint(1, 6))),
    message(inner(43, varint(1, 6), inner(2, varint(UNKNOWN, 1))), inner(43, varint(1, 5))),
    'different',
  ],
  [
    'the order of a map with an unknown field',
    message(inner(41, text(1, 'a'), varint(UNKNOWN, 1)), entry(41, 'b', '')),
    message(entry(41, 'b', ''), inner(41, text(1, 'a'), varint(UNKNOWN, 1))),
    'same',
  ],
  [
    'the key of a map with an unknown field',
    message(inner(41, text(1, 'a'), varint(UNKNOWN, 1)), entry(41, 'b', '')),
    message(inner(41, text(1, 'b'), varint(UNKNOWN, 1)), entry(41, 'a', '')),
    'different',
  ],
  [
    'an unknown field in the last of equal keys',
    message(inner(41, text(1, 'a'), varint(UNKNOWN, 1)), entry(41, 'a', '')),
    entry(41, 'a', ''),
    'same',
  ],
  ['an unknown group', group(UNKNOWN, varint(1, 1)), group(UNKNOWN, varint(1, 2)), 'different'],
  ['a field in a wire type that is not its own', text(1, 'a'), text(1, 'b'), 'different'],
  [
    'a field in a wire type that is not its own, and others',
    message(fixed(1, 1, 2, 3, 4), text(14, 'a')),
    message(fixed(1, 1, 2, 3, 4), text(14, 'b')),
    'different',
  ],
];

/** What protobufjs cannot read or write, so that only the order of fields does not count there. */
export const TS: readonly Row[] = [
  [
    'the order of a map of booleans',
    message(inner(44, varint(1, 1), varint(2, 5)), inner(44, varint(1, 0), varint(2, 6))),
    message(inner(44, varint(1, 0), varint(2, 6)), inner(44, varint(1, 1), varint(2, 5))),
    'same',
  ],
  ['more bits than the type has', varint(1, 2n ** 40n + 5n), varint(1, 5), 'same'],
];

function entry(number: number, key: string, value: string): Uint8Array {
  return inner(number, text(1, key), text(2, value));
}
