import { BinaryWriter } from '@bufbuild/protobuf/wire';
import type { ClassProbe } from '../types/class-probe.js';
import { findKey } from '../wire/map-entry.js';
import { compareBytes, concatBytes, NO_BYTES } from '../wire/wire-bytes.js';
import { canonicalWire } from './canonical-wire.js';
import type { Unknown, UnknownWithin } from './unknown-fields.js';

/** What is unknown at one place in a message: of an element of a list by its index, of a map's entry by its key. */
interface Placed {
  readonly place: Uint8Array;
  readonly unknown: Unknown;
}

/**
 * What a class does not know of a message, in the one form that all of the same meaning share: as without a schema, the
 * order of fields does not count, and that of equal numbers does. Empty where none of it counts. Throws where places cannot
 * be told.
 */
export function unknownForm(unknown: Unknown, probe: ClassProbe): Uint8Array {
  const writer = new BinaryWriter();
  const inner = unknown.inner.toSorted((one, other) => one.spot.number - other.spot.number);
  for (const within of inner) {
    for (const { place, unknown: each } of placesOf(within, probe)) {
      const form = unknownForm(each, probe);
      if (form.length > 0) writer.uint32(within.spot.number).bytes(place).bytes(form);
    }
  }
  const innerForm = writer.finish();
  if (unknown.fields.length === 0 && innerForm.length === 0) return NO_BYTES;
  return new BinaryWriter()
    .bytes(canonicalWire(concatBytes(unknown.fields)))
    .raw(innerForm)
    .finish();
}

function placesOf({ spot, contents, unknowns }: UnknownWithin, probe: ClassProbe): readonly Placed[] {
  switch (probe.occurrence(spot)) {
    case 'repeated':
      return unknowns.flatMap((unknown, index) =>
        unknown === undefined ? [] : [{ place: new BinaryWriter().uint32(index).finish(), unknown }],
      );
    case 'map':
      return entryPlaces(contents, unknowns);
    case 'singular':
      return unknowns.flatMap((unknown) => (unknown === undefined ? [] : [{ place: NO_BYTES, unknown }]));
    default:
      throw new Error('It cannot be told how often the field can stand.');
  }
}

/** The last entry of each key counts. */
function entryPlaces(
  contents: readonly Uint8Array[],
  unknowns: readonly (Unknown | undefined)[],
): readonly Placed[] {
  const byKey = new Map<string, { place: Uint8Array; unknown: Unknown | undefined }>();
  for (const [index, content] of contents.entries()) {
    const place = findKey(content) ?? NO_BYTES;
    byKey.set(place.join(), { place, unknown: unknowns[index] });
  }
  return [...byKey.values()]
    .flatMap(({ place, unknown }) => (unknown === undefined ? [] : [{ place, unknown }]))
    .sort((one, other) => compareBytes(one.place, other.place));
}
