import { loadSync } from '@grpc/proto-loader';
import { expect } from 'chai';
import {
  type Schema,
  schemaOfDescriptorSet,
  schemaOfPackageDefinition,
} from '../../../lib/messages/schema/schema.js';
import { descriptorSet, fixtures, type Golden, goldens, messageType } from '../support/fixtures.js';

function view(schema: Schema, golden: Golden): unknown {
  return messageType(schema, golden.type).toJson(Buffer.from(golden.bytes, 'base64'));
}

/** What a proto-loader definition does not tell, or tells otherwise: the view where it differs from Python's. */
const UNKNOWN_TO_THE_LOADER: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  // protobufjs does not load a field of this name.
  ['a field named __proto__', {}],
  // It does not tell that an enum is closed.
  [
    'unknown values of closed enums',
    {
      mood: 99,
      moods: [99, 'MOOD_GLAD', 'MOOD_CALM', 99],
      mood_map: { a: 99, b: 'MOOD_CALM' },
      '[legacy.extra_moods]': [99, 'MOOD_GLAD'],
      '[legacy.Old.nested_mood]': 99,
    },
  ],
  ['only unknown values of closed enums', { moods: [99], mood_map: { a: 99 }, '[legacy.extra_moods]': [99] }],
  // It describes an edition as proto3, where an int32 does not know whether it is set.
  ['an edition', { part: { explicit: 1, part: {} }, numbers: [1, 0] }],
]);

describe('the readable view equals what Python makes of the same bytes', () => {
  const schema = schemaOfDescriptorSet(descriptorSet());

  for (const golden of goldens()) {
    it(`${golden.type}: ${golden.title}`, () => {
      expect(view(schema, golden)).to.deep.equal(golden.json);
    });
  }
});

describe('the readable view by a proto-loader definition', () => {
  const schema = schemaOfPackageDefinition(
    loadSync(['everything.proto', 'legacy.proto', 'edition.proto'], {
      includeDirs: [fixtures],
      keepCase: true,
    }),
  );

  for (const golden of goldens()) {
    const differs = UNKNOWN_TO_THE_LOADER.has(golden.title);
    it(`${golden.type}: ${golden.title}${differs ? ', as far as the loader tells' : ''}`, () => {
      const expected = differs ? UNKNOWN_TO_THE_LOADER.get(golden.title) : golden.json;
      expect(view(schema, golden)).to.deep.equal(expected);
    });
  }
});
