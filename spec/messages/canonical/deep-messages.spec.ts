import { expect } from 'chai';
import { canonicalWire } from '../../../lib/messages/canonical/canonical-wire.js';
import { schemaOfDescriptorSet } from '../../../lib/messages/schema/schema.js';
import { wireView } from '../../../lib/messages/view/wire-view.js';
import { descriptorSet, type GoldenType, messageType } from '../support/fixtures.js';
import { type Bytes, group, join, part, varint } from '../support/wire.js';

const schema = schemaOfDescriptorSet(descriptorSet());
const LAST_LEVEL = 100;
const TOO_DEEP = 100_000;
const LEAF_IN_HEX: string = Buffer.from('Leaf').toString('hex');
const EMPTY = new Uint8Array();

/** `innermost` with `levels` messages around it. */
function nested(levels: number, innermost: Bytes, around: (content: Bytes) => Bytes): Bytes {
  let whole = innermost;
  for (let level = 0; level < levels; level += 1) whole = around(whole);
  return whole;
}

/** Groups, quicker than `nested` makes them. */
function groups(levels: number, number: number): Bytes {
  const starts = Buffer.from([number * 8 + 3])
    .toString('hex')
    .repeat(levels);
  const ends = Buffer.from([number * 8 + 4])
    .toString('hex')
    .repeat(levels);
  return Buffer.from(starts + ends, 'hex');
}

const WRITTEN_DEFAULT: Bytes = varint(2, 0);

const TREES: readonly (readonly [title: string, type: GoldenType, around: (content: Bytes) => Bytes])[] = [
  ['messages', 'everything.Tree', (content) => part(1, content)],
  ['groups', 'edition.New', (content) => group(3, content)],
  ['values in maps', 'google.protobuf.Value', (content) => part(5, part(1, part(1, 'k'), part(2, content)))],
];

describe('deep messages', () => {
  for (const [title, type, around] of TREES.slice(0, 2)) {
    it(`are understood through 100 levels of ${title}`, () => {
      const { canonical, toJson } = methods(type);
      const deep = nested(LAST_LEVEL, WRITTEN_DEFAULT, around);
      expect(hexOf(canonical(deep))).to.equal(hexOf(nested(LAST_LEVEL, EMPTY, around)));
      expect(() => toJson(deep)).not.to.throw();
    });

    it(`are no such messages beyond 100 levels of ${title}`, () => {
      const { canonical, view } = methods(type);
      const deep = nested(LAST_LEVEL + 1, WRITTEN_DEFAULT, around);
      expect(hexOf(canonical(deep))).to.equal(hexOf(deep));
      expect(view(deep)).to.equal(undefined);
    });
  }

  it('are understood as far in maps as the readable view is', () => {
    const [, type, around] = TREES[2] as (typeof TREES)[number];
    const { canonical, toJson } = methods(type);
    // A value and the Struct in it are a level each.
    const deep = nested(LAST_LEVEL / 2, join(varint(1, 0), part(3, 'a')), around);
    expect(hexOf(canonical(deep))).to.equal(hexOf(nested(LAST_LEVEL / 2, part(3, 'a'), around)));
    expect(() => toJson(deep)).not.to.throw();
    const deeper = around(deep);
    expect(hexOf(canonical(deeper))).to.equal(hexOf(deeper));
  });

  for (const [levels, innermost] of [
    [40, LEAF_IN_HEX],
    [LAST_LEVEL - 1, LEAF_IN_HEX],
    [LAST_LEVEL, '12020a00'],
    [1000, '12020a00'],
  ] as const) {
    it(`are left as they are in ${levels} times an Any only where they are too deep`, () => {
      const leaf = join(part(1, 'type.googleapis.com/everything.Leaf'), part(2, part(1)));
      const around = (content: Bytes): Bytes =>
        join(part(1, 'type.googleapis.com/google.protobuf.Any'), part(2, content));
      const { canonical } = methods('google.protobuf.Any');
      const once = canonical(nested(levels, leaf, around));
      expect(hexOf(once).endsWith(innermost)).to.equal(true);
      expect(hexOf(canonical(once))).to.equal(hexOf(once));
    });
  }

  for (const [title, deep] of [
    ['groups', groups(TOO_DEEP, 3)],
    ['groups that are not ended', groups(TOO_DEEP, 3).subarray(0, TOO_DEEP)],
    ['unknown groups', groups(TOO_DEEP, 9)],
    ['messages', nested(2000, WRITTEN_DEFAULT, (content) => part(1, content))],
    ['unknown messages', nested(2000, WRITTEN_DEFAULT, (content) => part(9, content))],
  ] as const) {
    it(`never throw: ${title}`, () => {
      for (const type of ['everything.Tree', 'edition.New', 'google.protobuf.Any'] as const) {
        const { canonical, view } = methods(type);
        const once = canonical(deep);
        expect(hexOf(canonical(once)) === hexOf(once)).to.equal(true);
        view(deep);
      }
      expect(canonicalWire(deep).length).to.equal(deep.length);
      wireView(deep);
    });
  }
});

function methods(type: GoldenType) {
  const found = messageType(schema, type);
  return {
    canonical: (bytes: Bytes) => found.canonical(bytes),
    view: (bytes: Bytes) => found.view(bytes),
    toJson: (bytes: Bytes) => found.toJson(bytes),
  };
}

function hexOf(bytes: Bytes): string {
  return Buffer.from(bytes).toString('hex');
}
