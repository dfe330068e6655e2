import { expect } from 'chai';
import { type RemovalOptions, withoutFields } from '../../../lib/messages/paths/without-fields.js';
import { findFieldPath } from '../../../lib/model/field-path.js';
import { type ElementKind, repeatedField } from '../support/repeated-fields.js';
import { fixed, group, join, packed, part, varint } from '../support/wire.js';

/** A message, paths, and what is left. */
type Row = readonly [title: string, before: Uint8Array, paths: readonly string[], after: Uint8Array];

const LIST = join(
  part(1, part(1, 'a'), part(2, 'x')),
  varint(9, 1),
  part(1, part(1, 'b')),
  part(1, part(1, 'c')),
);
const MAP = join(
  part(4, part(1, 'env'), part(2, 'x')),
  part(4, part(1, '3'), part(2, 'y')),
  part(4, part(2, 'z')),
);

const BY_NUMBER: readonly Row[] = [
  ['a field', join(varint(1, 5), part(2, 'a')), ['1'], part(2, 'a')],
  ['all occurrences of a field', join(varint(1, 5, 6), part(2, 'a'), varint(1, 7)), ['1'], part(2, 'a')],
  ['several fields', join(varint(1, 5), part(2, 'a'), varint(3, 1)), ['3', '1'], part(2, 'a')],
  ['what is not there', varint(1, 5), ['2', '1.2', '2[*]', '2[0]', '2["a"]'], varint(1, 5)],
  ['a field in a message', part(5, varint(3, 1), varint(4, 2)), ['5.3'], part(5, varint(4, 2))],
  ['the last field of a message, which stays', part(5, varint(3, 1)), ['5.3'], part(5)],
  [
    'a field in all parts of a message',
    join(part(5, varint(3, 1)), part(5, varint(3, 2), varint(1, 1))),
    ['5.3'],
    join(part(5), part(5, varint(1, 1))),
  ],
  [
    'fields in one message',
    part(5, varint(1, 1), varint(2, 2), varint(3, 3)),
    ['5.3', '5.1'],
    part(5, varint(2, 2)),
  ],
  ['a message and a field in it', part(5, varint(3, 1)), ['5', '5.3'], join()],
  [
    'a field far within',
    part(1, part(2, part(3, varint(4, 1), varint(5, 1)))),
    ['1.2.3.4'],
    part(1, part(2, part(3, varint(5, 1)))),
  ],
  ['a field in a group', group(5, varint(3, 1), varint(4, 2)), ['5.3'], group(5, varint(4, 2))],
  ['a list', LIST, ['1'], varint(9, 1)],
  ['all elements of a list', LIST, ['1[*]'], varint(9, 1)],
  [
    'an element of a list',
    LIST,
    ['1[1]'],
    join(part(1, part(1, 'a'), part(2, 'x')), varint(9, 1), part(1, part(1, 'c'))),
  ],
  [
    'the last element of a list',
    LIST,
    ['1[-1]'],
    join(part(1, part(1, 'a'), part(2, 'x')), varint(9, 1), part(1, part(1, 'b'))),
  ],
  [
    'elements of a list, which keep their indexes',
    LIST,
    ['1[0]', '1[1]'],
    join(varint(9, 1), part(1, part(1, 'c'))),
  ],
  ['an element beyond the list', LIST, ['1[3]', '1[-4]'], LIST],
  ['a field of all elements', LIST, ['1[*].1'], join(part(1, part(2, 'x')), varint(9, 1), part(1), part(1))],
  [
    'a field of all elements, unsaid',
    LIST,
    ['1.1'],
    join(part(1, part(2, 'x')), varint(9, 1), part(1), part(1)),
  ],
  [
    'a field of one element',
    LIST,
    ['1[0].1'],
    join(part(1, part(2, 'x')), varint(9, 1), part(1, part(1, 'b')), part(1, part(1, 'c'))),
  ],
  ['an element of a list of numbers', varint(1, 5, 6, 7), ['1[1]'], varint(1, 5, 7)],
  ['an element of a list of texts', join(part(1, 'a'), part(1, 'b')), ['1[0]'], part(1, 'b')],
  ['an entry', MAP, ['4[env]'], join(part(4, part(1, '3'), part(2, 'y')), part(4, part(2, 'z')))],
  ['an entry in quotes', MAP, ['4["3"]'], join(part(4, part(1, 'env'), part(2, 'x')), part(4, part(2, 'z')))],
  [
    'an entry without a key',
    MAP,
    ['4[""]'],
    join(part(4, part(1, 'env'), part(2, 'x')), part(4, part(1, '3'), part(2, 'y'))),
  ],
  ['no entry of another key', MAP, ['4[nothing]'], MAP],
  [
    'an entry of an integer',
    join(part(4, varint(1, 7)), part(4, varint(1, 8))),
    ['4["7"]'],
    part(4, varint(1, 8)),
  ],
  [
    'an entry of a negative integer',
    join(part(4, varint(1, -7)), part(4, varint(1, 7))),
    ['4["-7"]'],
    part(4, varint(1, 7)),
  ],
  [
    'an entry of the largest integer',
    join(part(4, varint(1, -1)), part(4, varint(1, 7))),
    ['4["18446744073709551615"]'],
    part(4, varint(1, 7)),
  ],
  [
    'an entry of a fixed integer',
    join(part(4, fixed(1, 255, 255, 255, 255)), part(4, fixed(1, 1, 0, 0, 0))),
    ['4["-1"]'],
    part(4, fixed(1, 1, 0, 0, 0)),
  ],
  [
    'an entry of a long fixed integer',
    join(part(4, fixed(1, 2, 0, 0, 0, 0, 0, 0, 0)), part(4)),
    ['4["2"]'],
    part(4),
  ],
  [
    'entries of zero',
    join(part(4, varint(1, 0)), part(4), part(4, varint(1, 1))),
    ['4["0"]'],
    part(4, varint(1, 1)),
  ],
  ['an entry of true', join(part(4, varint(1, 1)), part(4)), ['4[true]'], part(4)],
  [
    'an entry of false',
    join(part(4, varint(1, 1)), part(4, varint(1, 0))),
    ['4[false]'],
    part(4, varint(1, 1)),
  ],
  [
    'the last of two keys counts',
    part(4, part(1, 'a'), part(1, 'b')),
    ['4[a]'],
    part(4, part(1, 'a'), part(1, 'b')),
  ],
  [
    'a field in an entry',
    join(
      part(4, part(1, 'a'), part(2, varint(5, 1), varint(6, 1))),
      part(4, part(1, 'b'), part(2, varint(5, 1))),
    ),
    ['4[a].5'],
    join(part(4, part(1, 'a'), part(2, varint(6, 1))), part(4, part(1, 'b'), part(2, varint(5, 1)))),
  ],
  [
    'a field in all entries',
    part(4, part(1, 'a'), part(2, varint(5, 1))),
    ['4.2.5'],
    part(4, part(1, 'a'), part(2)),
  ],
  ['nothing in text that is no message', part(5, 'hello'), ['5.3'], part(5, 'hello')],
  ['nothing in bytes that are no message', Uint8Array.of(0xff, 1), ['5'], Uint8Array.of(0xff, 1)],
  ['nothing in a number', varint(5, 3), ['5.3'], varint(5, 3)],
  ['what has no name', part(5, 'a'), ['a', 'a.5', 'a[0]'], part(5, 'a')],
];

const PACKED: readonly Row[] = [
  ['a packed number', packed(1, 5, 6, 700), ['1[1]'], packed(1, 5, 700)],
  ['the last number', join(packed(1, 5, 600), varint(1, 7)), ['1[-1]'], packed(1, 5, 600)],
  [
    'a number of several packed',
    join(packed(1, 5, 6), varint(1, 7), packed(1, 8, 9)),
    ['1[3]', '1[0]'],
    join(packed(1, 6), varint(1, 7), packed(1, 9)),
  ],
  ['all of one packed', join(packed(1, 5, 6), packed(1, 8)), ['1[2]'], packed(1, 5, 6)],
  ['no number that is not there', packed(1, 5, 6), ['1[2]'], packed(1, 5, 6)],
];

function strip(before: Uint8Array, paths: readonly string[], options?: RemovalOptions): Uint8Array {
  return withoutFields(
    before,
    paths.map((each) => findFieldPath(each) ?? []),
    options,
  );
}

function hex(content: Uint8Array): string {
  return Buffer.from(content).toString('hex');
}

function holding(kind: ElementKind): RemovalOptions {
  return { names: { findRepeated: () => repeatedField(kind) } };
}

describe('a message without some fields', () => {
  for (const [title, before, paths, after] of BY_NUMBER) {
    it(`lacks ${title}: ${paths.join(', ')}`, () => {
      expect(hex(strip(before, paths))).to.equal(hex(after));
    });
  }

  for (const [title, before, paths, after] of PACKED) {
    it(`lacks ${title}: ${paths.join(', ')}`, () => {
      expect(hex(strip(before, paths, holding('varint')))).to.equal(hex(after));
    });
  }

  it('is the same bytes where nothing is removed', () => {
    expect(strip(LIST, ['7', '1.7', '1[9]'])).to.equal(LIST);
  });

  it('lacks a fixed number of a packed list', () => {
    const list = part(1, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
    expect(hex(strip(list, ['1[0]'], holding('fixed32')))).to.equal(hex(part(1, Uint8Array.of(5, 6, 7, 8))));
    expect(hex(strip(list, ['1[0]'], holding('fixed64')))).to.equal('');
    const none = part(1, Uint8Array.of(1, 2, 3));
    expect(strip(none, ['1[1]'], holding('fixed32'))).to.equal(none);
  });

  it('takes packed numbers for one element where that is not known', () => {
    expect(strip(packed(1, 5, 6), ['1[1]'])).to.deep.equal(packed(1, 5, 6));
  });

  it('takes an integer for a key where a map is known, and else for an index', () => {
    const map = join(part(4, varint(1, 1)), part(4));
    expect(hex(strip(map, ['4[1]'], holding('entry')))).to.equal(hex(part(4)));
    expect(hex(strip(map, ['4[1]']))).to.equal(hex(part(4, varint(1, 1))));
  });

  it('lacks a field in all values of a map that is known', () => {
    const map = part(4, varint(1, 1), part(2, varint(1, 5), varint(3, 5)));
    expect(hex(strip(map, ['4[*].1'], holding('entry')))).to.equal(
      hex(part(4, varint(1, 1), part(2, varint(3, 5)))),
    );
  });

  it('resolves names where they stand, among the fields that are present', () => {
    const asked: unknown[] = [];
    const options: RemovalOptions = {
      names: {
        findNumber: (...question) => {
          asked.push(question);
          return { list: 1, id: 2, map: 4, text: 1 }[question[1]];
        },
      },
    };
    const before = join(LIST, part(4, part(1, 'a'), part(2, part(1, 'x'))));
    const after = join(part(1, part(1, 'a')), varint(9, 1), part(1, part(1, 'b')), part(1, part(1, 'c')));
    expect(hex(strip(before, ['list.id', 'map[a].text'], options))).to.equal(
      hex(join(after, part(4, part(1, 'a'), part(2)))),
    );
    expect(asked).to.deep.equal([
      [[], 'list', [1, 9, 4]],
      [[], 'map', [1, 9, 4]],
      [[1], 'id', [1, 2]],
      [[1], 'id', [1]],
      [[1], 'id', [1]],
      [[4, 2], 'text', [1]],
    ]);
  });

  it('tells the paths that led to something', () => {
    const told = new Set<string>();
    const paths = ['1[0]', '1.2', '1[0].1', '1[5]', '9', '8', '9.1', '1.7'];
    const parsed = new Map(paths.map((each) => [findFieldPath(each) ?? [], each]));
    withoutFields(LIST, [...parsed.keys()], { onRemoved: (path) => told.add(parsed.get(path) ?? '') });
    expect([...told].sort()).to.deep.equal(['1.2', '1[0]', '1[0].1', '9']);
  });

  it('never fails', () => {
    for (let seed = 0; seed < 2000; seed += 1) {
      const noise = Uint8Array.from(
        { length: seed % 23 },
        (_, index) => (seed * (index + 7) * 40503) >> (index % 9),
      );
      const wrapped = join(part(4, noise), part(4, join(Uint8Array.of(8), noise)));
      for (const kind of ['entry', 'message', 'text', 'varint', 'fixed32', 'fixed64'] as const) {
        strip(noise, ['1', '1[0]', '1.2', '1["a"]'], holding(kind));
        strip(wrapped, ['4[1]', '4[*].1', '4["7"]', '4[-1].2.3'], holding(kind));
      }
    }
    let deep = join();
    for (let level = 0; level < 500; level += 1) deep = part(1, deep);
    const path = Array.from({ length: 499 }, () => '1').join('.');
    expect(strip(deep, [path])).to.equal(deep);
  });
});
