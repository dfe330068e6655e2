import { expect } from 'chai';
import { HIDDEN, hexOf, replaced } from '../support/replaced.js';
import { join, packed, part, varint } from '../support/wire.js';

/** A message, the path to what is replaced, and what is left. */
type Row = readonly [title: string, before: Uint8Array, path: string, after: Uint8Array];

const X = HIDDEN;
const URL = 'type.googleapis.com/';

function anyOf(number: number, type: string, ...content: readonly Uint8Array[]): Uint8Array {
  return part(number, part(1, `${URL}${type}`), part(2, ...content));
}

const ROWS: readonly Row[] = [
  [
    'a field of what an Any holds',
    anyOf(67, 'everything.Leaf', part(1, 'a'), varint(2, 7)),
    'any.displayName',
    anyOf(67, 'everything.Leaf', part(1, X), varint(2, 7)),
  ],
  [
    'the same by number',
    anyOf(67, 'everything.Leaf', part(1, 'a'), varint(2, 7)),
    '67.2.1',
    anyOf(67, 'everything.Leaf', part(1, X), varint(2, 7)),
  ],
  [
    'packed numbers of what an Any holds, by number',
    anyOf(67, 'everything.Everything', packed(31, 5, 600)),
    '67.2.31',
    anyOf(67, 'everything.Everything', packed(31, 0, 0)),
  ],
  [
    'a field of what an Any in an Any holds',
    anyOf(67, 'everything.Everything', anyOf(67, 'everything.Leaf', part(1, 'a'))),
    'any.any.displayName',
    anyOf(67, 'everything.Everything', anyOf(67, 'everything.Leaf', part(1, X))),
  ],
  [
    'a field of what an Any holds twice',
    part(67, part(2, part(1, 'a')), part(1, `${URL}everything.Leaf`), part(2, part(1, 'b'))),
    'any.displayName',
    part(67, part(2, part(1, X)), part(1, `${URL}everything.Leaf`), part(2, part(1, X))),
  ],
  [
    'a field of each Any of a list',
    join(anyOf(69, 'everything.Leaf', part(1, 'a')), anyOf(69, 'everything.Tree', varint(2, 7))),
    'any_list.displayName',
    join(anyOf(69, 'everything.Leaf', part(1, X)), anyOf(69, 'everything.Tree', varint(2, 7))),
  ],
  [
    'a whole Any, which stays one of its type',
    anyOf(67, 'everything.Everything', packed(31, 5, 600), part(14, 'a')),
    'any',
    anyOf(67, 'everything.Everything', packed(31, 0, 0), part(14, X)),
  ],
  [
    'a whole Any of an unknown type',
    anyOf(67, 'no.Type', part(1, 'a'), varint(2, 7)),
    'any',
    anyOf(67, 'no.Type', part(1, X), varint(2, 0)),
  ],
  [
    'a whole Any that holds what can be read as text',
    anyOf(67, 'no.Type', part(4, 'a text of as many characters as a blank')),
    'any',
    anyOf(67, 'no.Type', part(4, X)),
  ],
  [
    'a whole Any with a field that nobody knows',
    part(67, part(1, `${URL}no.Type`), part(3, 'a')),
    'any',
    part(67, part(1, `${URL}no.Type`), part(3, X)),
  ],
];

describe('replaced in an Any', () => {
  for (const [title, before, path, after] of ROWS) {
    it(`is ${title}: ${path}`, () => {
      expect(hexOf(replaced('everything.Everything', before, [path]).bytes)).to.equal(hexOf(after));
    });
  }
});
