import type { WireType } from '@bufbuild/protobuf/wire';
import { concatBytes, delimitedField, NO_BYTES } from '../wire/wire-bytes.js';

/** How often a field can stand in its message, entries of a map by their keys. */
export type Occurrence = 'singular' | 'repeated' | 'map';

/** A field by the numbers that lead to it, and what probes have told of it. */
export class Spot {
  readonly number: number;
  /** The field whose message holds this one; undefined for the message as a whole. */
  readonly parent: Spot | undefined;
  readonly children: Map<number, Spot> = new Map();
  /** In which wire types the class knows the field. */
  readonly known: Map<WireType, boolean> = new Map();
  /** Answers of probes by their question. */
  readonly answers: Map<string, boolean> = new Map();
  occurrence: Occurrence | undefined;
  /** What an entry of a map has to have, so that the class can read it. */
  entry: Uint8Array = NO_BYTES;

  constructor(number: number, parent: Spot | undefined) {
    this.number = number;
    this.parent = parent;
  }
}

/** A spot that is a field, and not the message as a whole. */
export type FieldSpot = Spot & { readonly parent: Spot };

/** The whole message in which nothing is set but the message at the spot, which has this content. */
export function wrap(spot: Spot, content: Uint8Array): Uint8Array {
  let wrapped = content;
  for (let level = spot; level.parent !== undefined; level = level.parent) {
    wrapped = delimitedField(level.number, concatBytes([level.entry, wrapped]));
  }
  return wrapped;
}

/** The numbers that lead to the spot. */
export function pathOf(spot: Spot): readonly number[] {
  return spot.parent === undefined ? [] : [...pathOf(spot.parent), spot.number];
}
