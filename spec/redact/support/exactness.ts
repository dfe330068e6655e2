import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  clone,
  createFileRegistry,
  type DescField,
  type DescMessage,
  fromBinary,
  toBinary,
} from '@bufbuild/protobuf';
import { type ReflectMessage, reflect } from '@bufbuild/protobuf/reflect';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { expect } from 'chai';
import fc from 'fast-check';
import { type MessageType, type Schema, schemaOfDescriptorSet } from '../../../lib/messages/schema/schema.js';
import { type RedactOptions, resolveRedact } from '../../../lib/options/redact-options.js';
import { Redaction } from '../../../lib/redact/redaction.js';
import { encodeInDisorder } from '../../messages/support/disorder.js';
import { descriptorSet, type GoldenType, messageType } from '../../messages/support/fixtures.js';
import { type Chance, randomMessage } from '../../messages/support/random-message.js';
import { fixturesSchema, HIDDEN, hexOf } from '../../messages/support/replaced.js';
import { knowing, wireKnowledge } from '../../support/redaction.js';
import { projectRoot } from '../../support/shared-folder.js';
import { DECODERS, type DecodedType } from './four-decoders.js';
import { changeTexts, hide } from './hidden-model.js';
import { expectSameBut, placesIn } from './same-but.js';

/** Fixed, so that a run which passed passes again; `GRPC_CASSETTE_SEED` tries other messages. */
const SEED = Number(process.env['GRPC_CASSETTE_SEED']) || 20261201;
const LEVELS = 3;
/** No NaN: it is not the same as itself to all clients. */
const FLOATS: readonly number[] = [0, 1.5, -2];
const METHOD = '/any.Service/Method';

export const FIXTURE_TYPES: readonly GoldenType[] = [
  'everything.Everything',
  'legacy.Old',
  'edition.New',
  'google.protobuf.Value',
];
export const CLIENT_TYPES: readonly DecodedType[] = [
  'xai_api.GetCompletionsRequest',
  'xai_api.GetChatCompletionResponse',
];

const SIDES = {
  'xai_api.GetCompletionsRequest': 'request',
  'xai_api.GetChatCompletionResponse': 'response',
} as const;

const xaiBytes = readFileSync(join(projectRoot, 'proto-gen/xai.binpb'));
const xaiSchema: Schema = schemaOfDescriptorSet(xaiBytes);
const fixtureDescs = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSet()));
const xaiDescs = createFileRegistry(fromBinary(FileDescriptorSetSchema, xaiBytes));

/** Tries what should hold for so many messages. */
function check(runs: number, holds: (chance: Chance) => void): void {
  const property = fc.property(fc.gen(), (value) => {
    holds({ dice: (sides) => value(fc.nat, { max: sides - 1 }), floats: FLOATS });
  });
  fc.assert(property, { seed: SEED, numRuns: runs });
}

function redact(bytes: Uint8Array, options: RedactOptions, type: MessageType | undefined): Uint8Array {
  const known =
    type === undefined ? wireKnowledge : { declared: type, namesFor: () => type, decode: () => ({}) };
  return new Redaction(resolveRedact(options, {}), knowing(known)).message(METHOD, 'request', bytes).bytes;
}

/** Some of the places, perhaps one within another. */
function someOf({ dice }: Chance, places: readonly string[]): readonly string[] {
  if (places.length === 0) return [];
  return Array.from({ length: 1 + dice(3) }, () => places[dice(places.length)] as string);
}

/** All bytes but those of named fields, and of the lengths around them, are the same. */
export function bytesAreSame(type: GoldenType, hasSchema: boolean, runs: number): void {
  const desc = fixtureDescs.getMessage(type) as DescMessage;
  check(runs, (chance) => {
    const before = encodeInDisorder(chance, randomMessage(chance, desc, LEVELS));
    const fields = someOf(chance, placesIn(before));
    const after = redact(before, { fields }, hasSchema ? messageType(fixturesSchema, type) : undefined);
    expectSameBut(before, after, new Set(fields));
  });
}

/** Four clients, and protobuf-es, read the message as it was, but for the named fields. */
export function clientsReadTheRest(type: DecodedType, runs: number): void {
  const desc = xaiDescs.getMessage(type) as DescMessage;
  const known = xaiType(type);
  check(runs, (chance) => {
    const message = randomMessage(chance, desc, LEVELS);
    const before = toBinary(desc, message.message);
    // The keys of a map that is replaced as a whole, or in a message that is, have a spec of their own.
    const places = placesIn(before).filter((place) => !isAroundMap(message, place));
    const fields = someOf(chance, places);
    const after = redact(before, { fields }, known);
    const expected = copyOf(message);
    for (const field of fields) hide(expected, field.split('.').map(Number), HIDDEN);
    expectReadAs(type, after, expected);
  });
}

const SECRET = 's3cr/t+word é"0';
const PIECES: readonly string[] = [SECRET, 'a', '(1', '\n\u0001a', 'grüß 😀', SECRET.slice(0, 9), 'b'];

/** Nothing changes its length for a value, and each text is what it was without that. */
export function valuesKeepLengths(
  type: DecodedType,
  values: readonly (string | RegExp)[],
  hasSchema: boolean,
  runs: number,
): void {
  const desc = xaiDescs.getMessage(type) as DescMessage;
  check(runs, (chance) => {
    const message = randomMessage(chance, desc, LEVELS);
    changeTexts(message, (value) => {
      const text = Array.from({ length: chance.dice(4) }, () => PIECES[chance.dice(PIECES.length)]).join('');
      return (typeof value === 'string' ? text : Buffer.from(text)) as typeof value;
    });
    const before = toBinary(desc, message.message);
    const after = redact(before, { values }, hasSchema ? xaiType(type) : undefined);
    expect(after.length).to.equal(before.length);
    const expected = copyOf(message);
    changeTexts(expected, (value) => {
      const text = Buffer.from(value as string).toString();
      const left = values.reduce<string>(
        (each, found) => each.replaceAll(found, (hit) => '*'.repeat(Buffer.byteLength(hit))),
        text,
      );
      return (typeof value === 'string' ? left : Buffer.from(left)) as typeof value;
    });
    expectReadAs(type, after, expected);
  });
}

export const VALUES: Readonly<Record<string, readonly (string | RegExp)[]>> = {
  'a text': [SECRET],
  'a greedy pattern': [/s3cr[\s\S]*/g],
  'an anchored pattern': [/^.*word/gu],
};

function expectReadAs(type: DecodedType, after: Uint8Array, expected: ReflectMessage): void {
  const { desc } = expected;
  const bytes = toBinary(desc, expected.message);
  expect(hexOf(toBinary(desc, fromBinary(desc, after)))).to.equal(hexOf(bytes));
  for (const [name, decode] of Object.entries(DECODERS[type]))
    expect(decode(after), name).to.deep.equal(decode(bytes));
}

function copyOf({ desc, message }: ReflectMessage): ReflectMessage {
  return reflect(desc, clone(desc, message));
}

function xaiType(type: DecodedType): MessageType {
  return xaiSchema.findMethod('/xai_api.Chat/GetCompletion')?.[SIDES[type]] as MessageType;
}

/** Whether the place is that of a map, its entries' key, or what may hold one. */
function isAroundMap({ desc }: ReflectMessage, place: string): boolean {
  let message: DescMessage | undefined = desc;
  const numbers = place.split('.').map(Number);
  for (const [index, number] of numbers.entries()) {
    const field: DescField | undefined = message?.fields.find((each) => each.number === number);
    if (field?.fieldKind === 'map') return numbers[index + 1] !== 2;
    message = field?.message;
  }
  return message !== undefined && holdsMap(message, new Set());
}

function holdsMap(message: DescMessage, seen: Set<DescMessage>): boolean {
  if (seen.has(message)) return false;
  seen.add(message);
  return message.fields.some(
    (field) => field.fieldKind === 'map' || (field.message !== undefined && holdsMap(field.message, seen)),
  );
}
