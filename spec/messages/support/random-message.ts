import { create, type DescEnum, type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf';
import {
  type ReflectList,
  type ReflectMap,
  type ReflectMessage,
  reflect,
  type ScalarValue,
} from '@bufbuild/protobuf/reflect';
import { WireType } from '@bufbuild/protobuf/wire';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';

/** A number from 0 to below `sides`. */
export type Dice = (sides: number) => number;

/** How messages are made by chance. */
export interface Chance {
  readonly dice: Dice;
  /** The floating-point numbers to choose from. */
  readonly floats: readonly number[];
}

const MOST_FIELDS = 6;
const INT32: readonly number[] = [0, 1, 127, 128, -1, -(2 ** 31), 2 ** 31 - 1];
const UINT32: readonly number[] = [0, 1, 300, 2 ** 32 - 1];
const INT64: readonly bigint[] = [0n, 1n, 128n, -1n, -(2n ** 63n), 2n ** 63n - 1n];
const UINT64: readonly bigint[] = [0n, 1n, 300n, 2n ** 64n - 1n];
const TEXTS: readonly string[] = ['', 'a', 'b', 'grüß', '0a(b'];
const BYTES: readonly Uint8Array[] = [[], [0x61], [0xff], [0, 1]].map((bytes) => Uint8Array.from(bytes));

/** A message with few fields, whose values are few enough that two may be the same. */
export function randomMessage(chance: Chance, desc: DescMessage, levels: number): ReflectMessage {
  const message = reflect(desc, create(desc));
  for (const field of desc.fields) {
    if (field.presence === FeatureSet_FieldPresence.LEGACY_REQUIRED) change(chance, message, field, levels);
  }
  for (let count = chance.dice(MOST_FIELDS); count > 0; count -= 1) changeSomething(chance, message, levels);
  return message;
}

/** Sets a field by chance, or adds an element, an entry or an unknown field. It may be what it was. */
export function changeSomething(chance: Chance, message: ReflectMessage, levels: number): void {
  const { fields } = message.desc;
  const field = fields[chance.dice(fields.length + 1)];
  if (field === undefined) addUnknown(chance, message);
  else change(chance, message, field, levels);
}

/** In the order of their numbers: to protobuf-es, unknown fields in another order differ. */
function addUnknown({ dice }: Chance, message: ReflectMessage): void {
  const unknown = { no: 1000 + dice(3), wireType: WireType.Varint, data: Uint8Array.of(dice(3)) };
  const all = [...(message.getUnknown() ?? []), unknown];
  message.setUnknown(all.sort((one, other) => one.no - other.no));
}

function change(chance: Chance, message: ReflectMessage, field: DescField, levels: number): void {
  if (field.message !== undefined && levels === 0) return;
  switch (field.fieldKind) {
    case 'list':
      (message.get(field) as ReflectList).add(randomItem(chance, field, levels));
      break;
    case 'map': {
      const key = randomScalar(chance, field.mapKey) as string | number | bigint | boolean;
      (message.get(field) as ReflectMap).set(key, randomItem(chance, field, levels));
      break;
    }
    default:
      message.set(field, randomItem(chance, field, levels) as ScalarValue);
  }
}

function randomItem(chance: Chance, field: DescField, levels: number): ScalarValue | ReflectMessage {
  if (field.message !== undefined) return randomMessage(chance, field.message, levels - 1);
  return field.enum === undefined
    ? randomScalar(chance, field.scalar as ScalarType)
    : randomEnum(chance, field.enum);
}

function randomEnum(chance: Chance, { values, open }: DescEnum): number {
  const value = values[chance.dice(values.length + (open ? 1 : 0))];
  return value?.number ?? 1000;
}

export function randomScalar({ dice, floats }: Chance, type: ScalarType): ScalarValue {
  const choices = choicesOf(type, floats);
  return choices[dice(choices.length)] as ScalarValue;
}

function choicesOf(type: ScalarType, floats: readonly number[]): readonly ScalarValue[] {
  switch (type) {
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      return floats;
    case ScalarType.BOOL:
      return [false, true];
    case ScalarType.STRING:
      return TEXTS;
    case ScalarType.BYTES:
      return BYTES;
    case ScalarType.INT64:
    case ScalarType.SINT64:
    case ScalarType.SFIXED64:
      return INT64;
    case ScalarType.UINT64:
    case ScalarType.FIXED64:
      return UINT64;
    case ScalarType.UINT32:
    case ScalarType.FIXED32:
      return UINT32;
    default:
      return INT32;
  }
}
