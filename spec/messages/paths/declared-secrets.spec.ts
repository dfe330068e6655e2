import { expect } from 'chai';
import { declaredSecrets } from '../../../lib/messages/paths/declared-secrets.js';
import type { GoldenType } from '../support/fixtures.js';
import { namesOfType } from '../support/replaced.js';
import { group, join, packed, part, varint } from '../support/wire.js';

/** A message, and the paths to what its schema declares as secret. */
type Row = readonly [title: string, type: GoldenType, bytes: Uint8Array, paths: readonly string[]];

const SAFE: Uint8Array = join(part(1, 'a'), part(2, 's'));

function anyOf(number: number, type: string, ...content: readonly Uint8Array[]): Uint8Array {
  return part(number, part(1, `type.googleapis.com/${type}`), part(2, ...content));
}

const ROWS: readonly Row[] = [
  ['a text', 'vault.Safe', SAFE, ['2']],
  ['bytes and a list', 'vault.Safe', join(part(3, 's'), packed(4, 1, 2), varint(4, 3)), ['3', '4']],
  ['none that is not there', 'vault.Safe', part(1, 'a'), []],
  ['one in another wire type', 'vault.Safe', varint(2, 5), ['2']],
  ['one in a message of its own type', 'vault.Safe', part(8, part(8, SAFE), part(2, 's')), ['8.8.2', '8.2']],
  ['one in a list, once', 'vault.Safe', join(part(9, SAFE), part(9, SAFE)), ['9.2']],
  ['one in the values of a map', 'vault.Safe', part(10, part(1, 'k'), part(2, SAFE)), ['10.2.2']],
  ['one in a group', 'vault.Safe', group(16, part(1, 'a'), part(2, 's')), ['16.2']],
  ['a whole message, and none in it', 'vault.Safe', part(17, SAFE), ['17']],
  ['a whole map', 'vault.Safe', part(18, part(1, 'k'), part(2, 's')), ['18']],
  ['a member of a oneof', 'vault.Safe', join(part(19, 'a'), part(20, 's')), ['20']],
  ['an extension', 'vault.Safe', part(100, 's'), ['100']],
  ['one in an extension', 'vault.Safe', part(101, SAFE), ['101.2']],
  [
    'an extension of a type without any other',
    'vault.Shelf',
    part(1, part(1, 'a'), part(100, 's')),
    ['1.100'],
  ],
  ['one in an Any', 'vault.Safe', anyOf(15, 'vault.Safe', SAFE), ['15.2.2']],
  [
    'one in an Any in an Any',
    'vault.Safe',
    anyOf(15, 'vault.Safe', anyOf(15, 'vault.Safe', SAFE)),
    ['15.2.15.2.2'],
  ],
  [
    'one in an Any whose value comes first',
    'everything.Everything',
    part(67, part(2, SAFE), part(1, '/vault.Safe')),
    ['67.2.2'],
  ],
  ['none in an Any of an unknown type', 'vault.Safe', anyOf(15, 'no.Type', SAFE), []],
  ['none in an Any without a type', 'vault.Safe', part(15, part(2, SAFE)), []],
  [
    'one in a message that is an Any',
    'google.protobuf.Any',
    anyOf(1, 'vault.Safe', SAFE).subarray(2),
    ['2.2'],
  ],
  ['none of a type without secrets', 'vault.Open', part(2, part(2, part(1, 'a'))), []],
  ['none in what is no message', 'vault.Safe', Uint8Array.of(0xff), []],
];

function found(type: GoldenType | undefined, bytes: Uint8Array): readonly string[] {
  return declaredSecrets(bytes, namesOfType(type)).map((path) =>
    path.map((step) => (step.type === 'number' ? step.number : '?')).join('.'),
  );
}

describe('declared secrets', () => {
  for (const [title, type, bytes, paths] of ROWS) {
    it(`are ${title}`, () => {
      expect(found(type, bytes)).to.deep.equal(paths);
    });
  }

  it('are none where there is no schema', () => {
    expect(found(undefined, SAFE)).to.deep.equal([]);
  });
});
