import { join } from 'node:path';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { projectRoot } from '../../support/shared-folder.js';
import type { Canaries } from './canaries.js';
import { type Place, TABLE } from './canary-table.js';

/** The `schema` option for messages of places. */
export const PLACES_SCHEMA: string = join(projectRoot, 'spec/redact/support/canary.proto');

/** A place of a message where a secret may stand. */
interface PlaceOf {
  /** The field that leads to it by the names of the schema; undefined where it is redacted by default. */
  readonly path: string | undefined;
  /** The same by numbers. */
  readonly numbers: string;
  /** The bytes of a message with a secret there, and other content around it. */
  put(secret: Buffer): Uint8Array;
}

const { LengthDelimited, StartGroup, EndGroup, Bit64 } = WireType;

function field(number: number, content: Uint8Array | string): Uint8Array {
  return new BinaryWriter().tag(number, LengthDelimited).bytes(Buffer.from(content)).finish();
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

function nested(secret: Uint8Array, ...numbers: readonly number[]): Uint8Array {
  return numbers.reduceRight((content, number) => field(number, content), secret);
}

const item = (secret: Buffer): Uint8Array => joined(field(1, secret), field(2, 'an item'));
const owner = field(1, 'owner');

export const PLACES: Readonly<Record<Place, PlaceOf>> = {
  string: { path: 'text', numbers: '1', put: (secret) => field(1, secret) },
  bytes: { path: 'raw', numbers: '2', put: (secret) => field(2, secret) },
  'nested message, three deep': {
    path: 'deep.deeper.deepest.text',
    numbers: '3.1.1.1',
    put: (secret) => nested(item(secret), 3, 1, 1),
  },
  'repeated string': {
    path: 'list[*]',
    numbers: '4',
    put: (secret) => joined(field(4, 'first'), field(4, secret)),
  },
  'repeated message': {
    path: 'items[*].text',
    numbers: '5.1',
    put: (secret) => joined(field(5, field(2, 'first')), field(5, item(secret))),
  },
  'map value': {
    path: 'by_name[owner]',
    numbers: '6.2',
    put: (secret) => field(6, joined(owner, field(2, secret))),
  },
  'map key': {
    path: 'by_secret',
    numbers: '7',
    put: (secret) => field(7, joined(field(1, secret), field(2, 'a value'))),
  },
  'map of messages': {
    path: 'items_by_name[owner].text',
    numbers: '8.2.1',
    put: (secret) => field(8, joined(owner, field(2, item(secret)))),
  },
  'Any with a known type': {
    path: 'known.text',
    numbers: '9.2.1',
    put: (secret) => field(9, joined(field(1, 'type.googleapis.com/canary.Item'), field(2, item(secret)))),
  },
  'Any with an unknown type': {
    path: 'foreign.value',
    numbers: '10.2',
    put: (secret) => field(10, joined(field(1, 'type.googleapis.com/foreign.Item'), field(2, item(secret)))),
  },
  'Struct value': {
    path: 'free.fields[owner].string_value',
    numbers: '11.1.2.3',
    put: (secret) => nested(joined(owner, field(2, field(3, secret))), 11, 1),
  },
  oneof: { path: 'chosen', numbers: '12', put: (secret) => field(12, secret) },
  'a field with debug_redact': { path: undefined, numbers: '14', put: (secret) => field(14, secret) },
  fixed64: {
    path: 'number',
    numbers: '15',
    put: (secret) => joined(new BinaryWriter().tag(15, Bit64).finish(), secret),
  },
  "text inside a URL's query": {
    path: 'address',
    numbers: '16',
    put: (secret) =>
      field(16, `https://a.example/?page=2&key=${encodeURIComponent(secret.toString())}&size=9`),
  },
  'text inside JSON in a string': {
    path: 'document',
    numbers: '17',
    put: (secret) =>
      field(17, JSON.stringify({ page: 2, inner: JSON.stringify({ key: secret.toString() }) })),
  },
  'unknown field': { path: '18', numbers: '18', put: (secret) => field(18, secret) },
  'group (proto2)': {
    path: 'pair.text',
    numbers: '19.1',
    put: (secret) => {
      const [start, end] = [new BinaryWriter().tag(19, StartGroup), new BinaryWriter().tag(19, EndGroup)];
      return joined(start.finish(), field(1, secret), end.finish());
    },
  },
  'packed list': { path: 'numbers', numbers: '20', put: (secret) => field(20, joined(secret, secret)) },
  'a singular field that occurs twice': {
    path: 'twice',
    numbers: '21',
    put: (secret) => joined(field(21, secret), field(21, 'the last one')),
  },
  'a map entry whose value comes before its key': {
    path: 'late[owner]',
    numbers: '22.2',
    put: (secret) => field(22, joined(field(2, secret), owner)),
  },
};

/** The places that hold numbers, in which no value is looked for. */
export const NUMBERS: readonly Place[] = ['fixed64', 'packed list'];

/** What stays in each message of places. */
export const KEPT: Uint8Array = joined(
  field(30, 'stays'),
  field(31, 'page-2-of-a-long-list'),
  new BinaryWriter().tag(32, WireType.Varint).uint32(4711).finish(),
);

/** A message with a new secret in each of these places. `where` names the message. */
export function messageOf(
  canaries: Canaries,
  where: string,
  places: readonly Place[] = TABLE.places,
): Buffer {
  const parts = places.map((place) => PLACES[place].put(secretFor(canaries, `${place}, ${where}`, place)));
  return Buffer.concat([...parts, KEPT]);
}

/** The same with a given secret in one place. */
export function messageWith(place: Place, secret: string): Buffer {
  return Buffer.concat([PLACES[place].put(Buffer.from(secret)), KEPT]);
}

function secretFor(canaries: Canaries, name: string, place: Place): Buffer {
  if (NUMBERS.includes(place)) return canaries.number(name);
  return place === 'bytes' ? canaries.bytes(name) : Buffer.from(canaries.text(name));
}
