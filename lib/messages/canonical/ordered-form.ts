import { WireType } from '@bufbuild/protobuf/wire';
import type { ClassProbe } from '../types/class-probe.js';
import type { FieldSpot, Spot } from '../types/class-spot.js';
import { compareBytes, concatBytes, delimitedField } from '../wire/wire-bytes.js';
import { readWireFields, type WireField } from '../wire/wire-fields.js';

/** As deep as protobuf nests messages. https://protobuf.dev/programming-guides/proto-limits/ */
const MOST_LEVELS = 100;

/** A field after those within it were ordered. */
interface Part {
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly isEntry: boolean;
  readonly isChanged: boolean;
}

/**
 * A message that the class has written, so that the order of its entries and fields no longer matters: in each of its
 * messages, fields are sorted by number and the entries of each map by their bytes. The order of a list stays. Throws
 * where it cannot be told which of both a field is.
 */
export function orderedForm(
  bytes: Uint8Array,
  probe: ClassProbe,
  spot: Spot = probe.root,
  depth = 0,
): Uint8Array {
  const fields = depth > MOST_LEVELS ? undefined : readWireFields(bytes);
  if (fields === undefined) throw new Error('The bytes are no message.');
  const occurring = occurrences(fields);
  const parts = fields.map((field): Part => {
    const { number } = field;
    const child = probe.spot(spot, number);
    const whole = bytes.subarray(field.start, field.end);
    if (!isMessage(field, probe, child)) return { number, bytes: whole, isEntry: false, isChanged: false };
    const content = bytes.subarray(field.valueStart, field.valueEnd);
    const isEntry = (occurring.get(number) ?? 0) > 1 && isMap(probe, child);
    const ordered = orderedForm(content, probe, child, depth + 1);
    const isChanged = ordered !== content;
    return { number, bytes: isChanged ? delimitedField(number, ordered) : whole, isEntry, isChanged };
  });
  const ordered = parts.toSorted(compareParts);
  const isSame = ordered.every((part, index) => part === parts[index] && !part.isChanged);
  return isSame ? bytes : concatBytes(ordered.map((part) => part.bytes));
}

function isMessage({ wireType }: WireField, probe: ClassProbe, spot: FieldSpot): boolean {
  return wireType === WireType.LengthDelimited && probe.isMessage(spot);
}

function isMap(probe: ClassProbe, spot: FieldSpot): boolean {
  const occurrence = probe.occurrence(spot);
  if (occurrence === undefined) throw new Error('It cannot be told how often the field can stand.');
  return occurrence === 'map';
}

function occurrences(fields: readonly WireField[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { number } of fields) counts.set(number, (counts.get(number) ?? 0) + 1);
  return counts;
}

function compareParts(one: Part, other: Part): number {
  const byNumber = one.number - other.number;
  return byNumber === 0 && one.isEntry ? compareBytes(one.bytes, other.bytes) : byNumber;
}
