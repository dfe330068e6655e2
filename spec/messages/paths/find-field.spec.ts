import { loadSync } from '@grpc/proto-loader';
import { expect } from 'chai';
import { schemaOfDescriptorSet, schemaOfPackageDefinition } from '../../../lib/messages/schema/schema.js';
import { descriptorSet, fixtures, type GoldenType, messageType } from '../support/fixtures.js';
import { kindOf } from '../support/repeated-fields.js';

const schema = schemaOfDescriptorSet(descriptorSet());

const FOUND: readonly (readonly [GoldenType, readonly number[], string, number | undefined])[] = [
  ['everything.Everything', [], 'int32_value', 1],
  ['everything.Everything', [], 'int32Value', 1],
  ['everything.Everything', [], 'Int32Value', undefined],
  ['everything.Everything', [], '__proto__', 92],
  ['everything.Everything', [], 'choice', undefined],
  ['everything.Everything', [], 'choice_leaf', 53],
  ['everything.Everything', [17], 'displayName', 1],
  ['everything.Everything', [17], 'number_of_things', 2],
  ['everything.Everything', [17], 'lost', undefined],
  ['everything.Everything', [37], 'numberOfThings', 2],
  ['everything.Everything', [43], 'key', 1],
  ['everything.Everything', [43], 'value', 2],
  ['everything.Everything', [43], 'displayName', undefined],
  ['everything.Everything', [43, 2], 'displayName', 1],
  ['everything.Everything', [43, 1], 'displayName', undefined],
  ['everything.Everything', [41, 2], 'displayName', undefined],
  ['everything.Everything', [1], 'displayName', undefined],
  ['everything.Everything', [999], 'displayName', undefined],
  ['everything.Everything', [999, 1], 'displayName', undefined],
  ['everything.Everything', [64, 1, 2], 'string_value', 3],
  ['everything.Everything', [67], 'type_url', 1],
  ['everything.Tree', [1, 1, 1], 'level', 2],
  ['legacy.Old', [6], 'note', 1],
  ['legacy.Old', [7], 'id', 1],
  ['legacy.Old', [101, 106], 'must', 1],
  ['edition.New', [3, 3], 'numbers', 4],
];

const ELEMENTS: readonly (readonly [GoldenType, readonly number[], string | undefined])[] = [
  ['everything.Everything', [31], 'varint'],
  ['everything.Everything', [33], 'fixed32'],
  ['everything.Everything', [34], 'text'],
  ['everything.Everything', [35], 'text'],
  ['everything.Everything', [36], 'varint'],
  ['everything.Everything', [37], 'message'],
  ['everything.Everything', [41], 'entry'],
  ['everything.Everything', [43], 'entry'],
  ['everything.Everything', [43, 2], undefined],
  ['everything.Everything', [43, 1], undefined],
  ['everything.Everything', [14], undefined],
  ['everything.Everything', [17], undefined],
  ['everything.Everything', [999], undefined],
  ['everything.Everything', [], undefined],
  ['everything.Everything', [64, 1], 'entry'],
  ['everything.Everything', [66, 1], 'message'],
];

describe('what fields hold several of', () => {
  for (const [type, path, kind] of ELEMENTS) {
    it(`at [${path.join()}] in ${type} is ${kind}`, () => {
      expect(kindOf(messageType(schema, type).findRepeated?.(path))).to.equal(kind);
    });
  }
});

describe("the numbers of a message's fields", () => {
  for (const [type, path, name, number] of FOUND) {
    it(`of ${name} at [${path.join()}] in ${type} is ${number}`, () => {
      expect(messageType(schema, type).findNumber(path, name)).to.equal(number);
    });
  }

  it('are found by the names that proto-loader gives', () => {
    const loaded = schemaOfPackageDefinition(loadSync('everything.proto', { includeDirs: [fixtures] }));
    const type = messageType(loaded, 'everything.Everything');
    expect(type.findNumber([43, 2], 'numberOfThings')).to.equal(2);
    // The loader has made camel case of it.
    expect(type.findNumber([43, 2], 'number_of_things')).to.equal(2);
  });
});
