import { expect } from 'chai';
import type { GoldenType } from '../support/fixtures.js';
import { HIDDEN, hexOf, replaced } from '../support/replaced.js';
import { fixed32, fixed64, group, join, longVarint, part, varint } from '../support/wire.js';

/** A map, and what is left of it. */
type Row = readonly [title: string, type: GoldenType, path: string, before: Uint8Array, after: Uint8Array];

const X = HIDDEN;
const ALL = 'everything.Everything';
const SAFE = 'vault.Safe';

function texts(...entries: readonly (readonly [string, string])[]): Uint8Array {
  return join(...entries.map(([key, value]) => part(41, part(1, key), part(2, value))));
}

const ROWS: readonly Row[] = [
  [
    'one value',
    ALL,
    'string_map[env]',
    texts(['env', 'a'], ['other', 'b']),
    texts(['env', X], ['other', 'b']),
  ],
  ['all values', ALL, 'string_map[*]', texts(['env', 'a'], ['other', 'b']), texts(['env', X], ['other', X])],
  [
    'a value that comes before its key',
    ALL,
    'string_map[env]',
    part(41, part(2, 'a'), part(1, 'env')),
    part(41, part(2, X), part(1, 'env')),
  ],
  ['a value that is missing', ALL, 'string_map[env]', part(41, part(1, 'env')), part(41, part(1, 'env'))],
  [
    'a value under an integer',
    ALL,
    'float_map[-7]',
    part(42, varint(1, -7), part(9, 'a')),
    part(42, varint(1, -7), part(9, 'a')),
  ],
  [
    'a message as a value',
    ALL,
    'leaf_map[5]',
    part(43, varint(1, 5), part(2, part(1, 'a'), varint(2, 7))),
    part(43, varint(1, 5), part(2, part(1, X), varint(2, 0))),
  ],
  [
    'a field of the messages',
    ALL,
    'leaf_map[*].displayName',
    join(part(43, varint(1, 5), part(2, part(1, 'a'))), part(43, part(2, part(1, 'b')), varint(1, 6))),
    join(part(43, varint(1, 5), part(2, part(1, X))), part(43, part(2, part(1, X)), varint(1, 6))),
  ],
  [
    'all of it',
    ALL,
    'string_map',
    texts(['env', 'a'], ['other', 'b'], ['third', 'c']),
    texts([X, X], [`${X} 2`, X], [`${X} 3`, X]),
  ],
  [
    'all of it, with the same key twice',
    ALL,
    'string_map',
    texts(['env', 'a'], ['other', 'b'], ['env', 'c']),
    texts([X, X], [`${X} 2`, X], [X, X]),
  ],
  [
    'all of it, with a key that is missing and one that is empty',
    ALL,
    'string_map',
    join(part(41, part(2, 'a')), texts(['', 'b'], ['c', 'd'])),
    join(part(41, part(2, X)), texts(['', X], [X, X])),
  ],
  [
    'all of it, with two keys in one entry',
    ALL,
    'string_map',
    part(41, part(1, 'a'), part(2, 'c'), part(1, 'b')),
    part(41, part(1, X), part(2, X), part(1, `${X} 2`)),
  ],
  [
    'all of it, by integers',
    ALL,
    'leaf_map',
    join(
      part(43, varint(1, 77)),
      part(43, varint(1, -1)),
      part(43, varint(1, 0)),
      part(43, longVarint(1, 77)),
    ),
    join(part(43, varint(1, 1)), part(43, varint(1, 2)), part(43, varint(1, 0)), part(43, varint(1, 1))),
  ],
  [
    'all of it, by a key that no such map has',
    ALL,
    'string_map',
    join(part(41, varint(1, 77)), part(41, group(1, part(1, 'a')))),
    join(part(41, varint(1, 1)), part(41, group(1, part(1, X)))),
  ],
  [
    'all of it, by fixed integers',
    SAFE,
    'by_code',
    join(part(11, fixed32(1, 77)), part(11, fixed32(1, 0xffffffff)), part(11, fixed32(1, 0))),
    join(part(11, fixed32(1, 1)), part(11, fixed32(1, 2)), part(11, fixed32(1, 0))),
  ],
  [
    'all of it, by long fixed integers',
    SAFE,
    'by_long',
    join(part(14, fixed64(1, 77n)), part(14, fixed64(1, 2n ** 63n))),
    join(part(14, fixed64(1, 1n)), part(14, fixed64(1, 2n))),
  ],
  [
    'all of it, by zigzag integers',
    SAFE,
    'by_number',
    join(part(12, varint(1, 77)), part(12, varint(1, 78))),
    join(part(12, varint(1, 1)), part(12, varint(1, 2))),
  ],
  [
    'all of it, by booleans',
    SAFE,
    'by_flag',
    join(part(13, part(2, 'a')), part(13, varint(1, 1), part(2, 'b'))),
    join(part(13, part(2, X)), part(13, varint(1, 1), part(2, X))),
  ],
  ['its keys', ALL, 'string_map.key', texts(['env', 'a'], ['other', 'b']), texts([X, 'a'], [`${X} 2`, 'b'])],
  ['its keys, by number', ALL, '41.1', texts(['env', 'a'], ['other', 'b']), texts([X, 'a'], [`${X} 2`, 'b'])],
  [
    'its values, by number',
    ALL,
    '41.2',
    texts(['env', 'a'], ['other', 'b']),
    texts(['env', X], ['other', X]),
  ],
];

describe('replaced in a map', () => {
  for (const [title, type, path, before, after] of ROWS) {
    it(`is ${title}: ${path}`, () => {
      expect(hexOf(replaced(type, before, [path]).bytes)).to.equal(hexOf(after));
    });
  }

  it('keys stay different by an empty replacement, too', () => {
    const { bytes } = replaced(ALL, texts(['', 'a'], ['b', 'c'], ['d', 'e']), ['string_map'], '');
    expect(hexOf(bytes)).to.equal(hexOf(texts(['', ''], [' 1', ''], [' 2', ''])));
  });
});
