import { type DescField, ScalarType } from '@bufbuild/protobuf';
import type { ReflectList, ReflectMap, ReflectMessage, ScalarValue } from '@bufbuild/protobuf/reflect';
import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';
import { type Chance, randomScalar } from './random-message.js';
import {
  delimited,
  group,
  isPackable,
  packedField,
  type ScalarField,
  scalarFieldOf,
  sloppyField,
} from './sloppy-field.js';

/** Fields that must keep their order among each other, such as the elements of a list. */
export type Lane = readonly Uint8Array[];

/** Writes a message in one of the many ways that protobuf allows. */
export function encodeInDisorder(chance: Chance, message: ReflectMessage): Uint8Array {
  return Buffer.concat(fieldsInDisorder(chance, message));
}

function fieldsInDisorder(chance: Chance, message: ReflectMessage): Uint8Array[] {
  const lanes = message.fields.flatMap((field) => lanesOf(chance, message, field));
  return interleave(chance, [...lanes, ...unknownLanes(message)]);
}

/** All fields of the lanes, in an order by chance. */
export function interleave({ dice }: Pick<Chance, 'dice'>, lanes: readonly Lane[]): Uint8Array[] {
  const left = lanes.map((lane) => [...lane]).filter((lane) => lane.length > 0);
  const fields: Uint8Array[] = [];
  while (left.length > 0) {
    const index = dice(left.length);
    const lane = left[index] as Uint8Array[];
    fields.push(lane.shift() as Uint8Array);
    if (lane.length === 0) left.splice(index, 1);
  }
  return fields;
}

function unknownLanes(message: ReflectMessage): Lane[] {
  const unknown = message.getUnknown() ?? [];
  return [...new Set(unknown.map(({ no }) => no))].map((number) =>
    unknown
      .filter(({ no }) => no === number)
      .map(({ no, wireType, data }) => new BinaryWriter().tag(no, wireType).raw(data).finish()),
  );
}

function lanesOf(chance: Chance, message: ReflectMessage, field: DescField): Lane[] {
  if (field.fieldKind === 'list') {
    return [listLane(chance, field, [...(message.get(field) as ReflectList)])];
  }
  if (field.fieldKind === 'map') {
    const entries = [...(message.get(field) as ReflectMap)];
    return entries.map(([key, value]) => entryLane(chance, field, key as ScalarValue, value));
  }
  if (!message.isSet(field)) return [unsetLane(chance, field)];
  const before = chance.dice(3) === 0 ? replacedFields(chance, field) : [];
  return [[...before, ...singleLane(chance, field, message.get(field))]];
}

/** A field without presence may be written at its default. */
function unsetLane({ dice }: Chance, field: DescField): Lane {
  if (field.presence !== FeatureSet_FieldPresence.IMPLICIT || dice(3) > 0) return [];
  const scalar = scalarFieldOf(field);
  return [sloppyField(dice, scalar, defaultOf(scalar.type))];
}

function defaultOf(type: ScalarType): ScalarValue {
  if (type === ScalarType.STRING) return '';
  return type === ScalarType.BYTES ? new Uint8Array() : 0;
}

/** Fields that this one replaces when it stands behind them: other members of its oneof, and its own earlier values. */
function replacedFields(chance: Chance, field: DescField): Lane {
  const members = field.oneof?.fields ?? [field];
  const scalars = members.filter((each) => each.fieldKind === 'scalar');
  return scalars.slice(0, chance.dice(scalars.length + 1)).map((each) => {
    const scalar = scalarFieldOf(each);
    return sloppyField(chance.dice, scalar, randomScalar(chance, scalar.type));
  });
}

function singleLane(chance: Chance, field: DescField, value: unknown): Lane {
  return field.message === undefined
    ? [sloppyField(chance.dice, scalarFieldOf(field), value as ScalarValue)]
    : messageLane(chance, field, value);
}

/** A message in one part, or in two. */
function messageLane(chance: Chance, field: DescField, value: unknown): Lane {
  const fields = fieldsInDisorder(chance, value as ReflectMessage);
  const cut = chance.dice(3) === 0 ? chance.dice(fields.length + 1) : fields.length;
  const parts = cut === fields.length ? [fields] : [fields.slice(0, cut), fields.slice(cut)];
  return parts.map((part) => messageField(field, Buffer.concat(part)));
}

function messageField(field: DescField, content: Uint8Array): Uint8Array {
  const isGroup = field.fieldKind !== 'map' && field.message !== undefined && field.delimitedEncoding;
  return isGroup ? group(field.number, content) : delimited(field.number, content);
}

function listLane(chance: Chance, field: DescField, items: readonly unknown[]): Lane {
  if (field.message !== undefined) {
    return items.map((item) => messageField(field, encodeInDisorder(chance, item as ReflectMessage)));
  }
  const scalar = scalarFieldOf(field);
  const values = items as readonly ScalarValue[];
  return isPackable(scalar)
    ? partlyPacked(chance, scalar, values)
    : values.map((value) => sloppyField(chance.dice, scalar, value));
}

function partlyPacked({ dice }: Chance, scalar: ScalarField, values: readonly ScalarValue[]): Lane {
  const lane: Uint8Array[] = [];
  for (let start = 0, end = 0; start < values.length; start = end) {
    end = start + 1 + dice(values.length - start);
    const part = values.slice(start, end);
    if (dice(2) === 0) lane.push(packedField(dice, scalar, part));
    else lane.push(...part.map((value) => sloppyField(dice, scalar, value)));
  }
  return lane;
}

/** An entry, perhaps behind another of the same key. */
function entryLane(
  chance: Chance,
  field: DescField & { fieldKind: 'map' },
  key: ScalarValue,
  value: unknown,
): Lane {
  const keyLane = scalarLane(chance, { number: 1, type: field.mapKey }, key);
  const valueLane =
    field.message === undefined
      ? scalarLane(chance, { number: 2, type: scalarFieldOf(field).type }, value as ScalarValue)
      : valueMessageLane(chance, value as ReflectMessage);
  const entry = delimited(field.number, Buffer.concat(interleave(chance, [keyLane, valueLane])));
  return chance.dice(3) === 0 ? [delimited(field.number, Buffer.concat(keyLane)), entry] : [entry];
}

/** A default may be left out of an entry. */
function scalarLane({ dice }: Chance, scalar: ScalarField, value: ScalarValue): Lane {
  return isDefault(value) && dice(2) === 0 ? [] : [sloppyField(dice, scalar, value)];
}

function valueMessageLane(chance: Chance, value: ReflectMessage): Lane {
  const fields = fieldsInDisorder(chance, value);
  const parts = chance.dice(2) === 0 ? [Buffer.concat(fields)] : fields;
  return parts.map((part) => delimited(2, part));
}

function isDefault(value: ScalarValue): boolean {
  if (value instanceof Uint8Array) return value.length === 0;
  return !value && !Object.is(value, -0) && !Number.isNaN(value);
}
