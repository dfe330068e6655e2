import type { WireType } from '@bufbuild/protobuf/wire';
import { concatBytes, delimitedField, NO_BYTES, sameBytes } from '../wire/wire-bytes.js';
import { readWireFields } from '../wire/wire-fields.js';
import type { NormalForm } from './normal-form.js';

/** The field that holds a message; undefined for the message as a whole. */
export type Place = HoldingField | undefined;

/** A field that holds messages, by the fields that hold it in turn. */
export interface HoldingField {
  readonly number: number;
  readonly parent: Place;
  /** What an entry of a map has to have, so that the class can read it; empty for other fields. */
  readonly entry: Uint8Array;
}

/** A field that the class has kept: its value as it stands on the wire, without a length. */
export interface Kept {
  readonly number: number;
  readonly wireType: WireType;
  readonly value: Uint8Array;
}

/** Whether both have the same values. */
export function sameKept(one: readonly Kept[], other: readonly Kept[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ value }, index) => sameBytes(value, other[index]?.value ?? NO_BYTES))
  );
}

/** Lets a class read and write small messages, in which nothing is set but some fields of one message. */
export class ClassProbe {
  readonly #normalForm: NormalForm;

  constructor(normalForm: NormalForm) {
    this.#normalForm = normalForm;
  }

  /** Whether the class can read and write these fields in the message at the place. */
  takes(place: Place, fields: readonly Uint8Array[]): boolean {
    return this.#normalForm(wrap(place, concatBytes(fields))) !== undefined;
  }

  /** What the class keeps of these fields in the message at the place; undefined where it cannot read or write them. */
  keep(place: Place, fields: readonly Uint8Array[]): readonly Kept[] | undefined {
    let message = this.#normalForm(wrap(place, concatBytes(fields)));
    for (const number of numbersTo(place)) {
      const field = message && readWireFields(message)?.find((each) => each.number === number);
      if (field === undefined) return undefined;
      message = message?.subarray(field.valueStart, field.valueEnd);
    }
    const content = message;
    if (content === undefined) return undefined;
    return readWireFields(content)?.map(({ number, wireType, valueStart, valueEnd }) => ({
      number,
      wireType,
      value: content.subarray(valueStart, valueEnd),
    }));
  }
}

/** The whole message in which nothing is set but the message at the place, which has this content. */
export function wrap(place: Place, content: Uint8Array): Uint8Array {
  let wrapped = content;
  for (let field = place; field !== undefined; field = field.parent) {
    wrapped = delimitedField(field.number, concatBytes([field.entry, wrapped]));
  }
  return wrapped;
}

function numbersTo(place: Place): readonly number[] {
  return place === undefined ? [] : [...numbersTo(place.parent), place.number];
}
