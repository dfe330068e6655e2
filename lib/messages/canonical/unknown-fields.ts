import { WireType } from '@bufbuild/protobuf/wire';
import type { ClassProbe } from '../types/class-probe.js';
import type { FieldSpot, Spot } from '../types/class-spot.js';
import { concatBytes, delimitedField } from '../wire/wire-bytes.js';
import { readWireFields, type WireField } from '../wire/wire-fields.js';
import { assertKeepsValue } from './class-losses.js';

/** As deep as protobuf nests messages. https://protobuf.dev/programming-guides/proto-limits/ */
const MOST_LEVELS = 100;

/** What the class does not know of a message. */
export interface Unknown {
  /** Fields as they stand, in their order. */
  readonly fields: readonly Uint8Array[];
  /** What it does not know of messages within. */
  readonly inner: readonly UnknownWithin[];
}

/** What the class does not know of a message in a field. */
export interface UnknownWithin {
  readonly spot: FieldSpot;
  /** All values of the field, in their order. */
  readonly contents: readonly Uint8Array[];
  /** What is unknown of each. */
  readonly unknowns: readonly (Unknown | undefined)[];
}

/** A message in two parts. */
export interface Parts {
  /** The message without what the class does not know; the same bytes where it knows all. */
  readonly known: Uint8Array;
  readonly unknown: Unknown | undefined;
}

/**
 * Takes out of a message what its class would drop or keep without reading it, at any depth. Throws when the bytes are no
 * message, or where the class would lose what they mean.
 */
export function separateUnknown(
  bytes: Uint8Array,
  probe: ClassProbe,
  spot: Spot = probe.root,
  depth = 0,
): Parts {
  const fields = depth > MOST_LEVELS ? undefined : readWireFields(bytes);
  if (fields === undefined) throw new Error('The bytes are no message.');
  const kept: Uint8Array[] = [];
  const unknown: Uint8Array[] = [];
  const within = new Map<number, { contents: Uint8Array[]; parts: Parts[] }>();
  let changed = false;
  for (const field of fields) {
    const whole = bytes.subarray(field.start, field.end);
    const child = probe.spot(spot, field.number);
    if (!probe.isKnown(child, field.wireType)) {
      unknown.push(whole);
    } else if (field.wireType === WireType.LengthDelimited && probe.isMessage(child)) {
      const content = bytes.subarray(field.valueStart, field.valueEnd);
      // What is known of a map's key helps to probe what is within its entries.
      probe.occurrence(child);
      const parts = separateUnknown(content, probe, child, depth + 1);
      remember(within, field, content, parts);
      changed ||= parts.known !== content;
      kept.push(parts.known === content ? whole : delimitedField(field.number, parts.known));
    } else {
      assertKeepsValue(probe, child, bytes, field);
      kept.push(whole);
    }
  }
  for (const [number, { contents }] of within) assertInOnePart(probe, probe.spot(spot, number), contents);
  if (!changed && unknown.length === 0) return { known: bytes, unknown: undefined };
  const inner = [...within]
    .filter(([, { parts }]) => parts.some((each) => each.unknown !== undefined))
    .map(([number, { contents, parts }]) => ({
      spot: probe.spot(spot, number),
      contents,
      unknowns: parts.map((each) => each.unknown),
    }));
  return { known: concatBytes(kept), unknown: { fields: unknown, inner } };
}

function remember(
  within: Map<number, { contents: Uint8Array[]; parts: Parts[] }>,
  { number }: WireField,
  content: Uint8Array,
  parts: Parts,
): void {
  const known = within.get(number);
  if (known === undefined) within.set(number, { contents: [content], parts: [parts] });
  else {
    known.contents.push(content);
    known.parts.push(parts);
  }
}

/** Of a message in several parts, which are one, protobufjs and protoc-gen-ts keep the last. */
function assertInOnePart(probe: ClassProbe, spot: FieldSpot, contents: readonly Uint8Array[]): void {
  if (contents.length === 1) return;
  const occurrence = probe.occurrence(spot);
  if (occurrence === undefined || occurrence === 'singular') throw new Error('A message comes in parts.');
}
