import { expect } from 'chai';
import { findFieldPath } from '../../lib/model/field-path.js';
import type { ElementKind } from '../../lib/protobuf/field-names.js';
import { type RemovalOptions, withoutFields } from '../../lib/protobuf/without-fields.js';
import { bytes, fixed, group, inner, message, packed, text, varint } from './wire-parts.js';

/** A message, paths, and what is left. */
type Row = readonly [title: string, before: Uint8Array, paths: readonly string[], after: Uint8Array];

const LIST = message(
  inner(1, text(1, 'a'), text(2, 'x')),
  varint(9, 1),
  inner(1, text(1, 'b')),
  inner(1, text(1, 'c')),
);
const MAP = message(
  inner(4, text(1, 'env'), text(2, 'x')),
  inner(4, text(1, '3'), text(2, 'y')),
  inner(4, text(2, 'z')),
);

const BY_NUMBER: readonly Row[] = [
  ['a field', message(varint(1, 5), text(2, 'a')), ['1'], text(2, 'a')],
  ['all occurrences of a field', message(varint(1, 5, 6), text(2, 'a'), varint(1, 7)), ['1'], text(2, 'a')],
  ['several fields', message(varint(1, 5), text(2, 'a'), varint(3, 1)), ['3', '1'], text(2, 'a')],
  ['what is not there', varint(1, 5), ['2', '1.2', '2[*]', '2[0]', '2["a"]'], varint(1, 5)],
  ['a field in a message', inner(5, varint(3, 1), varint(4, 2)), ['5.3'], inner(5, varint(4, 2))],
  ['the last field of a message, which stays', inner(5, varint(3, 1)), ['5.3'], inner(5)],
  [
    'a field in all parts of a message',
    message(inner(5, varint(3, 1)), inner(5, varint(3, 2), varint(1, 1))),
    ['5.3'],
    message(inner(5), inner(5, varint(1, 1))),
  ],
  [
    'fields in one message',
    inner(5, varint(1, 1), varint(2, 2), varint(3, 3)),
    ['5.3', '5.1'],
    inner(5, varint(2, 2)),
  ],
  ['a message and a field in it', inner(5, varint(3, 1)), ['5', '5.3'], message()],
  [
    'a field far within',
    inner(1, inner(2, inner(3, varint(4, 1), varint(5, 1)))),
    ['1.2.3.4'],
    inner(1, inner(2, inner(3, varint(5, 1)))),
  ],
  ['a field in a group', group(5, varint(3, 1), varint(4, 2)), ['5.3'], group(5, varint(4, 2))],
  ['a list', LIST, ['1'], varint(9, 1)],
  ['all elements of a list', LIST, ['1[*]'], varint(9, 1)],
  [
    'an element of a list',
    LIST,
    ['1[1]'],
    message(inner(1, text(1, 'a'), text(2, 'x')), varint(9, 1), inner(1, text(1, 'c'))),
  ],
  [
    'the last element of a list',
    LIST,
    ['1[-1]'],
    message(inner(1, text(1, 'a'), text(2, 'x')), varint(9, 1), inner(1, text(1, 'b'))),
  ],
  [
    'elements of a list, which keep their indexes',
    LIST,
    ['1[0]', '1[1]'],
    message(varint(9, 1), inner(1, text(1, 'c'))),
  ],
  ['an element beyond the list', LIST, ['1[3]', '1[-4]'], LIST],
  [
    'a field of all elements',
    LIST,
    ['1[*].1'],
    message(inner(1, text(2, 'x')), varint(9, 1), inner(1), inner(1)),
  ],
  [
    'a field of all elements, unsaid',
    LIST,
    ['1.1'],
    message(inner(1, text(2, 'x')), varint(9, 1), inner(1), inner(1)),
  ],
  [
    'a field of one element',
    LIST,
    ['1[0].1'],
    message(inner(1, text(2, 'x')), varint(9, 1), inner(1, text(1, 'b')), inner(1, text(1, 'c'))),
  ],
  ['an element of a list of numbers', varint(1, 5, 6, 7), ['1[1]'], varint(1, 5, 7)],
  ['an element of a list of texts', message(text(1, 'a'), text(1, 'b')), ['1[0]'], text(1, 'b')],
  ['an entry', MAP, ['4[env]'], message(inner(4, text(1, '3'), text(2, 'y')), inner(4, text(2, 'z')))],
  [
    'an entry in quotes',
    MAP,
    ['4["3"]'],
    message(inner(4, text(1, 'env'), text(2, 'x')), inner(4, text(2, 'z'))),
  ],
  [
    'an entry without a key',
    MAP,
    ['4[""]'],
    message(inner(4, text(1, 'env'), text(2, 'x')), inner(4, text(1, '3'), text(2, 'y'))),
  ],
  ['no entry of another key', MAP, ['4[nothing]'], MAP],
  [
    'an entry of an integer',
    message(inner(4, varint(1, 7)), inner(4, varint(1, 8))),
    ['4["7"]'],
    inner(4, varint(1, 8)),
  ],
  [
    'an entry of a negative integer',
    message(inner(4, varint(1, -7)), inner(4, varint(1, 7))),
    ['4["-7"]'],
    inner(4, varint(1, 7)),
  ],
  [
    'an entry of the largest integer',
    message(inner(4, varint(1, -1)), inner(4, varint(1, 7))),
    ['4["18446744073709551615"]'],
    inner(4, varint(1, 7)),
  ],
  [
    'an entry of a fixed integer',
    message(inner(4, fixed(1, 255, 255, 255, 255)), inner(4, fixed(1, 1, 0, 0, 0))),
    ['4["-1"]'],
    inner(4, fixed(1, 1, 0, 0, 0)),
  ],
  [
    'an entry of a long fixed integer',
    message(inner(4, fixed(1, 2, 0, 0, 0, 0, 0, 0, 0)), inner(4)),
    ['4["2"]'],
    inner(4),
  ],
  [
    'entries of zero',
    message(inner(4, varint(1, 0)), inner(4), inner(4, varint(1, 1))),
    ['4["0"]'],
    inner(4, varint(1, 1)),
  ],
  ['an entry of true', message(inner(4, varint(1, 1)), inner(4)), ['4[true]'], inner(4)],
  [
    'an entry of false',
    message(inner(4, varint(1, 1)), inner(4, varint(1, 0))),
    ['4[false]'],
    inner(4, varint(1, 1)),
  ],
  [
    'the last of two keys counts',
    inner(4, text(1, 'a'), text(1, 'b')),
    ['4[a]'],
    inner(4, text(1, 'a'), text(1, 'b')),
  ],
  [
    'a field in an entry',
    message(
      inner(4, text(1, 'a'), inner(2, varint(5, 1), varint(6, 1))),
      inner(4, text(1, 'b'), inner(2, varint(5, 1))),
    ),
    ['4[a].5'],
    message(inner(4, text(1, 'a'), inner(2, varint(6, 1))), inner(4, text(1, 'b'), inner(2, varint(5, 1)))),
  ],
  [
    'a field in all entries',
    inner(4, text(1, 'a'), inner(2, varint(5, 1))),
    ['4.2.5'],
    inner(4, text(1, 'a'), inner(2)),
  ],
  ['nothing in text that is no message', text(5, 'hello'), ['5.3'], text(5, 'hello')],
  ['nothing in bytes that are no message', bytes(0xff, 1), ['5'], bytes(0xff, 1)],
  ['nothing in a number', varint(5, 3), ['5.3'], varint(5, 3)],
  ['what has no name', text(5, 'a'), ['a', 'a.5', 'a[0]'], text(5, 'a')],
];

const PACKED: readonly Row[] = [
  ['a packed number', packed(1, 5, 6, 700), ['1[1]'], packed(1, 5, 700)],
  ['the last number', message(packed(1, 5, 600), varint(1, 7)), ['1[-1]'], packed(1, 5, 600)],
  [
    'a number of several packed',
    message(packed(1, 5, 6), varint(1, 7), packed(1, 8, 9)),
    ['1[3]', '1[0]'],
    message(packed(1, 6), varint(1, 7), packed(1, 9)),
  ],
  ['all of one packed', message(packed(1, 5, 6), packed(1, 8)), ['1[2]'], packed(1, 5, 6)],
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
  return { names: { findElements: () => kind } };
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
    const list = inner(1, bytes(1, 2, 3, 4, 5, 6, 7, 8));
    expect(hex(strip(list, ['1[0]'], holding('fixed32')))).to.equal(hex(inner(1, bytes(5, 6, 7, 8))));
    expect(hex(strip(list, ['1[0]'], holding('fixed64')))).to.equal('');
    const none = inner(1, bytes(1, 2, 3));
    expect(strip(none, ['1[1]'], holding('fixed32'))).to.equal(none);
  });

  it('takes packed numbers for one element where that is not known', () => {
    expect(strip(packed(1, 5, 6), ['1[1]'])).to.deep.equal(packed(1, 5, 6));
  });

  it('takes an integer for a key where a map is known, and else for an index', () => {
    const map = message(inner(4, varint(1, 1)), inner(4));
    expect(hex(strip(map, ['4[1]'], holding('entry')))).to.equal(hex(inner(4)));
    expect(hex(strip(map, ['4[1]']))).to.equal(hex(inner(4, varint(1, 1))));
  });

  it('lacks a field in all values of a map that is known', () => {
    const map = inner(4, varint(1, 1), inner(2, varint(1, 5), varint(3, 5)));
    expect(hex(strip(map, ['4[*].1'], holding('entry')))).to.equal(
      hex(inner(4, varint(1, 1), inner(2, varint(3, 5)))),
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
    const before = message(LIST, inner(4, text(1, 'a'), inner(2, text(1, 'x'))));
    const after = message(
      inner(1, text(1, 'a')),
      varint(9, 1),
      inner(1, text(1, 'b')),
      inner(1, text(1, 'c')),
    );
    expect(hex(strip(before, ['list.id', 'map[a].text'], options))).to.equal(
      hex(message(after, inner(4, text(1, 'a'), inner(2)))),
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
      const wrapped = message(inner(4, noise), inner(4, message(bytes(8), noise)));
      for (const kind of ['entry', 'message', 'text', 'varint', 'fixed32', 'fixed64'] as const) {
        strip(noise, ['1', '1[0]', '1.2', '1["a"]'], holding(kind));
        strip(wrapped, ['4[1]', '4[*].1', '4["7"]', '4[-1].2.3'], holding(kind));
      }
    }
    let deep = message();
    for (let level = 0; level < 500; level += 1) deep = inner(1, deep);
    const path = Array.from({ length: 499 }, () => '1').join('.');
    expect(strip(deep, [path])).to.equal(deep);
  });
});
