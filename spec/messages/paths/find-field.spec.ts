import { loadSync } from '@grpc/proto-loader';
import { expect } from 'chai';
import { namesOf } from '../../../lib/messages/paths/find-field.js';
import { schemaOfDescriptorSet, schemaOfPackageDefinition } from '../../../lib/messages/schema/schema.js';
import type { Field, MessageShape } from '../../../lib/messages/types/field.js';
import { descriptorSet, fixtures, type GoldenType, messageType } from '../support/fixtures.js';
import { kindOf, repeatedField } from '../support/repeated-fields.js';

const NO_FIELDS: MessageShape = {
  typeName: '',
  findField: () => undefined,
  namedFields: () => [],
  isExtendable: false,
  hasOneofs: () => false,
};

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

describe('a field that is looked for by name', () => {
  const field = (number: number, ...names: readonly string[]): Field => ({
    ...repeatedField('text'),
    number,
    names,
  });

  for (const [title, fields, name, number] of [
    ['whose first name it is', [field(1, 'b', 'a'), field(2, 'a')], 'a', 2],
    ['whose second name it is', [field(1, 'a_b', 'c'), field(2, 'aB')], 'c', 1],
    ['that is called so, before one that is so in code', [field(1, 'aB'), field(2, 'x', 'a_b')], 'a_b', 2],
    ['whose name it is in code', [field(1, 'x'), field(2, 'y', 'a_b')], 'aB', 2],
  ] as const) {
    it(`is the one ${title}`, () => {
      const shape = { ...NO_FIELDS, namedFields: () => fields };
      expect(namesOf(() => shape).findNumber([], name)).to.equal(number);
    });
  }

  it('is none where the fields are not known', () => {
    const names = namesOf(() => {
      throw new Error('The schema lacks the type.');
    });
    expect(names.findNumber([], 'a')).to.equal(undefined);
    expect(names.findRepeated([1])).to.equal(undefined);
  });
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
