import { expect } from 'chai';
import { editFields, type FoundElement } from '../../../lib/messages/paths/edit-fields.js';
import { findFieldPath } from '../../../lib/model/field-path.js';
import type { GoldenType } from '../support/fixtures.js';
import { hexOf, namesOfType } from '../support/replaced.js';
import { group, hex, join, longVarint, packed, part, varint } from '../support/wire.js';

function edited(
  bytes: Uint8Array,
  paths: readonly string[],
  edit: (element: FoundElement) => Uint8Array | undefined,
  type?: GoldenType,
): Uint8Array {
  const parsed = paths.map((path) => findFieldPath(path) ?? []);
  return editFields(bytes, parsed, { names: namesOfType(type), endsInValues: true, edit });
}

/** Puts so many bytes there. */
function fill(length: number): () => Uint8Array {
  return () => Buffer.alloc(length, 'x');
}

const text = (length: number): string => 'x'.repeat(length);

describe('a message with other content', () => {
  it('has the lengths of what encloses it right, at their borders and three deep', () => {
    const lengths = [
      0, 1, 2, 100, 123, 124, 125, 126, 127, 128, 129, 16376, 16377, 16378, 16379, 16380, 16381, 16383, 16384,
      16385,
    ];
    const build = (length: number): Uint8Array =>
      join(
        varint(9, 1),
        part(1, varint(2, 7), part(3, part(4, part(5, text(length))), part(6, 'b'))),
        part(8, 'c'),
      );
    for (const from of [0, 126, 16382]) {
      for (const to of lengths)
        expect(hexOf(edited(build(from), ['1.3.4.5'], fill(to))), `${from} to ${to}`).to.equal(
          hexOf(build(to)),
        );
    }
  });

  it('has the length of a group around it, too', () => {
    const build = (length: number): Uint8Array =>
      part(1, group(2, varint(3, 1), part(4, text(length))), varint(5, 1));
    expect(hexOf(edited(build(3), ['1.2.4'], fill(300)))).to.equal(hexOf(build(300)));
  });

  it('keeps tags and lengths that are longer than they need be, but for the lengths of what changes', () => {
    // Tag and length of field 1, within them a varint, and tag and length of field 3.
    const build = (length: string, inner: string, content: string): Uint8Array =>
      join(
        hex('8a8000'),
        hex(length),
        longVarint(2, 5),
        hex('9a00'),
        hex(inner),
        hex(content),
        hex('a200 8100 62'),
      );
    const before = build('8e8000', '8100', '61');
    expect(hexOf(edited(before, ['1.3'], () => hex('7a')))).to.equal(hexOf(build('8e8000', '8100', '7a')));
    expect(hexOf(edited(before, ['1.3'], () => hex('7a7a7a')))).to.equal(hexOf(build('0f', '03', '7a7a7a')));
  });

  it('keeps what nobody knows, and the order of all', () => {
    const before = join(part(99, 'u'), part(14, 'a'), group(98, varint(1, 5)), part(14, 'b'), varint(1, 0));
    const after = join(part(99, 'u'), part(14, 'xx'), group(98, varint(1, 5)), part(14, 'xx'), varint(1, 0));
    expect(hexOf(edited(before, ['string_value'], fill(2), 'everything.Everything'))).to.equal(hexOf(after));
  });

  it('is the same bytes where nothing is other', () => {
    const before = join(part(1, part(2, 'a')), packed(3, 1, 2));
    expect(edited(before, ['1.2', '3', '9'], ({ content }) => content)).to.equal(before);
  });

  it('lacks what is to go', () => {
    expect(hexOf(edited(part(1, part(2, 'a'), varint(3, 1)), ['1.2'], () => undefined))).to.equal(
      hexOf(part(1, varint(3, 1))),
    );
  });

  it('is told of each element: its place, its field, and what it is', () => {
    const any = part(
      67,
      part(1, '/everything.Everything'),
      part(2, packed(31, 5), part(41, part(1, 'k'), part(2, 'v'))),
    );
    const told: unknown[] = [];
    const paths = ['any.int32_list', 'any.string_map.key', 'any.string_map[k]', '67.2.41'];
    edited(
      any,
      paths,
      ({ content, place, field, isPacked, isKey, wireType }) => {
        told.push([hexOf(content), place.join('.'), field?.names[0], isPacked, isKey, wireType]);
        return content;
      },
      'everything.Everything',
    );
    expect(told).to.deep.equal([
      ['05', '67.2.31', 'int32_list', true, false, 2],
      [hexOf(join(part(1, 'k'), part(2, 'v'))), '67.2.41', 'string_map', false, false, 2],
      ['6b', '67.2.41.1', 'key', false, true, 2],
      ['76', '67.2.41.2', 'value', false, false, 2],
    ]);
  });

  it('means an entry by itself where a path does not end in values', () => {
    const map = part(41, part(1, 'k'), part(2, 'v'));
    const path = [findFieldPath('string_map[k]') ?? []];
    const options = {
      names: namesOfType('everything.Everything'),
      endsInValues: false,
      edit: () => undefined,
    };
    expect(hexOf(editFields(map, path, options))).to.equal('');
  });

  it('has what the last of several paths to one element says', () => {
    let calls = 0;
    const edit = (): Uint8Array => {
      calls += 1;
      return Buffer.from(String(calls));
    };
    expect(hexOf(edited(part(14, 'a'), ['14', 'string_value'], edit, 'everything.Everything'))).to.equal(
      hexOf(part(14, '2')),
    );
  });

  it('is edited as a whole where a part of it is, too, and the part is told', () => {
    const places: string[] = [];
    const after = edited(part(1, part(2, 'a')), ['1.2', '1'], ({ place }) => {
      places.push(place.join('.'));
      return hex('2a00');
    });
    expect(hexOf(after)).to.equal(hexOf(part(1, hex('2a00'))));
    expect(places).to.have.members(['1', '1.2']);
  });

  it('is edited in an Any as a whole where a part of it is, too', () => {
    const any = part(67, part(1, '/everything.Leaf'), part(2, part(1, 'a')));
    const after = edited(
      any,
      ['any.displayName', 'any.value'],
      ({ place }) => Buffer.from(place.join('.')),
      'everything.Everything',
    );
    expect(hexOf(after)).to.equal(hexOf(part(67, part(1, '/everything.Leaf'), part(2, '67.2'))));
  });

  it('is found by names in a message that is an Any itself', () => {
    const any = join(part(1, '/everything.Leaf'), part(2, part(1, 'a')));
    expect(hexOf(edited(any, ['displayName'], fill(2), 'google.protobuf.Any'))).to.equal(
      hexOf(join(part(1, '/everything.Leaf'), part(2, part(1, 'xx')))),
    );
  });

  it('stays as it is where an Any is of an unknown type, or says none', () => {
    for (const any of [part(67, part(1, '/no.Type'), part(2, part(1, 'a'))), part(67, part(2, part(1, 'a')))])
      expect(edited(any, ['any.displayName'], fill(2), 'everything.Everything')).to.equal(any);
  });

  it('is found by numbers in an Any of an unknown type', () => {
    const any = part(67, part(1, '/no.Type'), part(2, part(1, 'a')));
    expect(hexOf(edited(any, ['67.2.1'], fill(2), 'everything.Everything'))).to.equal(
      hexOf(part(67, part(1, '/no.Type'), part(2, part(1, 'xx')))),
    );
  });

  it('stays as it is in what is known to be text, though it can be read as a message', () => {
    const before = join(
      part(14, '(1'),
      part(15, '(1'),
      part(34, '(1'),
      part(41, part(1, '(1'), part(2, '(1')),
    );
    const paths = ['14.5', '15.5', '34[0].5', '41.1.5', '41.2.5'];
    const after = join(
      part(14, '(1'),
      part(15, varint(5, 7)),
      part(34, '(1'),
      part(41, part(1, '(1'), part(2, '(1')),
    );
    const edit = (): Uint8Array => Uint8Array.of(7);
    expect(hexOf(edited(before, paths, edit, 'everything.Everything'))).to.equal(hexOf(after));
    expect(hexOf(edited(before, ['14.5'], edit))).to.equal(
      hexOf(join(part(14, varint(5, 7)), before.subarray(4))),
    );
  });

  it('is told where it stands in an Any in an Any', () => {
    const any = (type: string, content: Uint8Array): Uint8Array =>
      part(67, part(1, `/${type}`), part(2, content));
    const places: string[] = [];
    const before = any('everything.Everything', any('everything.Leaf', part(1, 'a')));
    const left = edited(
      before,
      ['any.any.displayName'],
      ({ place, content }) => {
        places.push(place.join('.'));
        return content;
      },
      'everything.Everything',
    );
    expect(places).to.deep.equal(['67.2.67.2.1']);
    expect(left).to.equal(before);
  });

  it('is found in no other field of an Any', () => {
    const any = part(67, part(1, '/everything.Leaf'), part(3, part(1, 'a')));
    expect(edited(any, ['any.displayName'], fill(2), 'everything.Everything')).to.equal(any);
  });

  it('throws what the editor throws', () => {
    const edit = (): never => {
      throw new RangeError('no');
    };
    expect(() => edited(part(1, 'a'), ['1'], edit)).to.throw(RangeError, 'no');
  });
});
