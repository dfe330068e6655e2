import {
  clone,
  createFileRegistry,
  type DescMessage,
  equals,
  fromBinary,
  toBinary,
} from '@bufbuild/protobuf';
import { type ReflectMessage, reflect } from '@bufbuild/protobuf/reflect';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { expect } from 'chai';
import fc from 'fast-check';
import { meaningOfClass } from '../../../lib/messages/meaning/class-meaning.js';
import { schemaOfDescriptorSet } from '../../../lib/messages/schema/schema.js';
import { encodeInDisorder } from '../support/disorder.js';
import { descriptorSet, type GoldenType, messageType } from '../support/fixtures.js';
import { reflectedCodec, TsEverything, tsCodec } from '../support/message-classes.js';
import { type Chance, changeSomething, randomMessage } from '../support/random-message.js';

const schema = schemaOfDescriptorSet(descriptorSet());
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSet()));
const TYPES: readonly GoldenType[] = [
  'everything.Everything',
  'google.protobuf.Value',
  'legacy.Old',
  'edition.New',
];
const LEVELS = 3;
const RUNS = 400;
const SEED = 20261126;

/** `equals` takes NaN for different from itself, and -0 for 0. */
const PLAIN_FLOATS: readonly number[] = [0, 1.5, -2, Number.POSITIVE_INFINITY];
const ALL_FLOATS: readonly number[] = [...PLAIN_FLOATS, -0, Number.NaN];

function canonical(type: GoldenType, bytes: Uint8Array): string {
  return Buffer.from(messageType(schema, type).canonical(bytes)).toString('hex');
}

function descOf(type: GoldenType): DescMessage {
  const desc = registry.getMessage(type);
  if (desc === undefined) throw new Error(`The fixtures lack ${type}.`);
  return desc;
}

function encode({ desc, message }: ReflectMessage): Uint8Array {
  return toBinary(desc, message);
}

/** Whether protobuf-es reads the same from both. */
function areSame(desc: DescMessage, one: Uint8Array, other: Uint8Array): boolean {
  return equals(desc, fromBinary(desc, one), fromBinary(desc, other), { registry, unknown: true });
}

/** Tries what should hold for any message. */
function check(floats: readonly number[], holds: (chance: Chance) => void): void {
  const property = fc.property(fc.gen(), (value) => {
    holds({ dice: (sides) => value(fc.nat, { max: sides - 1 }), floats });
  });
  fc.assert(property, { seed: SEED, numRuns: RUNS });
}

describe('what any message means by its class', () => {
  const type = 'everything.Everything';
  const desc = descOf(type);

  for (const [name, codec] of [
    ['protobufjs by reflection', reflectedCodec()],
    ['protobuf-ts', tsCodec(TsEverything)],
  ] as const) {
    it(`differs where it does by its schema (${name})`, () => {
      const meaning = meaningOfClass(codec);
      check(ALL_FLOATS, (chance) => {
        const one = randomMessage(chance, desc, LEVELS);
        const other = reflect(desc, clone(desc, one.message));
        changeSomething(chance, other, LEVELS);
        const first = encodeInDisorder(chance, one);
        const second = encodeInDisorder(chance, other);
        if (canonical(type, first) === canonical(type, second)) return;
        expect(meaning.canonical(first)).not.to.deep.equal(meaning.canonical(second));
      });
    });
  }
});

describe('what any message means by its schema', () => {
  for (const type of TYPES) {
    const desc = descOf(type);

    it(`does not depend on how it is written (${type})`, () => {
      check(ALL_FLOATS, (chance) => {
        const message = randomMessage(chance, desc, LEVELS);
        const expected = canonical(type, encode(message));
        expect(canonical(type, encodeInDisorder(chance, message))).to.equal(expected);
      });
    });

    it(`differs where protobuf-es tells messages apart, and only there (${type})`, () => {
      check(PLAIN_FLOATS, (chance) => {
        const one = randomMessage(chance, desc, LEVELS);
        const other = reflect(desc, clone(desc, one.message));
        changeSomething(chance, other, LEVELS);
        const [first, second] = [one, other].map(encode) as [Uint8Array, Uint8Array];
        const areEqual = areSame(desc, first, second);
        expect(canonical(type, first) === canonical(type, second)).to.equal(areEqual);
      });
    });

    it(`is read again as the same message, and stays canonical (${type})`, () => {
      check(PLAIN_FLOATS, (chance) => {
        const bytes = encode(randomMessage(chance, desc, LEVELS));
        const once = messageType(schema, type).canonical(bytes);
        expect(canonical(type, once)).to.equal(Buffer.from(once).toString('hex'));
        expect(areSame(desc, bytes, once)).to.equal(true);
      });
    });

    it(`is told of damaged bytes, too, and stays canonical (${type})`, () => {
      check(ALL_FLOATS, (chance) => {
        const bytes = Buffer.from(encodeInDisorder(chance, randomMessage(chance, desc, LEVELS)));
        if (bytes.length > 0) bytes[chance.dice(bytes.length)] = chance.dice(256);
        const once = messageType(schema, type).canonical(bytes);
        expect(canonical(type, once)).to.equal(Buffer.from(once).toString('hex'));
      });
    });
  }
});
