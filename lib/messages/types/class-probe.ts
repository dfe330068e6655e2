import { WireType } from '@bufbuild/protobuf/wire';
import { ENTRIES, KEY_PAIRS } from '../wire/map-entry.js';
import { concatBytes, delimitedField, NO_BYTES, sameBytes, wireField } from '../wire/wire-bytes.js';
import { readWireFields } from '../wire/wire-fields.js';
import { type FieldSpot, type Occurrence, pathOf, Spot, wrap } from './class-spot.js';
import type { NormalForm } from './normal-form.js';

const MOST_SPOTS = 10_000;

/**
 * Text, bytes, and packed numbers of every type take these bytes; a message does not: its first tag has wire type 7, which
 * there is not. The field's number, 15352, is one that hardly any message has.
 */
const NO_MESSAGE: Uint8Array = Uint8Array.of(0xc7, 0xbf, 7, 7, 7, 7, 7, 7);

/** The number 1 in more bytes than it needs: who reads a number writes it shorter, who keeps what he does not know, so. */
const LONG_ONE: Uint8Array = Uint8Array.of(0x81, 0x80, 0);

/** Without a key and a value, protoc-gen-ts cannot read an entry of a map. */
const MESSAGES: readonly Uint8Array[] = [NO_BYTES, ...ENTRIES];

const ONES: Uint8Array = new Uint8Array(8).fill(1);

/**
 * Values of which a known field of the wire type keeps at least one: none is the default of its type. In a field of
 * another wire type, each is followed by something that cannot be read.
 */
export const VALUES: { readonly [type in WireType]: readonly Uint8Array[] } = {
  [WireType.Varint]: [Uint8Array.of(1), Uint8Array.of(2)],
  [WireType.Bit64]: [ONES],
  [WireType.Bit32]: [ONES.subarray(4)],
  // Text or bytes or packed varints, packed fixed numbers, messages.
  [WireType.LengthDelimited]: [Uint8Array.of(0x61), ONES, ...MESSAGES],
  // What is in a group counts as it stands.
  [WireType.StartGroup]: [],
  [WireType.EndGroup]: [],
};

/** A field that the class has kept: its value as it stands on the wire, without a length. */
export interface Kept {
  readonly wireType: WireType;
  readonly value: Uint8Array;
}

export function sameKept(one: readonly Kept[], other: readonly Kept[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ value }, index) => sameBytes(value, other[index]?.value ?? NO_BYTES))
  );
}

/** Learns about the fields of a class without a schema: it lets the class read and write small messages, and compares. */
export class ClassProbe {
  readonly root: Spot = new Spot(0, undefined);
  private readonly normalForm: NormalForm;
  private spots = 1;

  constructor(normalForm: NormalForm) {
    this.normalForm = normalForm;
  }

  /** The field of that number in the message at the spot. What is learned is remembered of ten thousand fields. */
  spot(parent: Spot, number: number): FieldSpot {
    const known = parent.children.get(number);
    if (known !== undefined) return known as FieldSpot;
    const child = new Spot(number, parent) as FieldSpot;
    if (this.spots < MOST_SPOTS) {
      this.spots += 1;
      parent.children.set(number, child);
    }
    return child;
  }

  /** Whether the class knows the field in that wire type. If not, it drops it or keeps it as it is. */
  isKnown(spot: FieldSpot, wireType: WireType): boolean {
    const known = spot.known.get(wireType);
    if (known !== undefined) return known;
    const byDefault = this.keep(spot, []);
    if (byDefault === undefined) return false;
    const isKnown = this.keepsSome(spot, wireType, byDefault);
    spot.known.set(wireType, isKnown);
    return isKnown;
  }

  /** Whether the class reads the field as a message; also an entry of a map. */
  isMessage(spot: FieldSpot): boolean {
    return this.remember(
      spot,
      'message',
      () => this.write(spot.parent, [delimitedField(spot.number, NO_MESSAGE)]) === undefined,
    );
  }

  /** How often a message field can stand; undefined where that cannot be told. */
  occurrence(spot: FieldSpot): Occurrence | undefined {
    for (const content of MESSAGES) {
      if (spot.occurrence !== undefined) break;
      spot.occurrence = this.tryOccurrence(spot, content);
      if (spot.occurrence === 'map') spot.entry = content;
    }
    return spot.occurrence;
  }

  /** What the class keeps of these fields, which have the spot's number; undefined where it cannot read or write them. */
  keep(spot: FieldSpot, fields: readonly Uint8Array[]): readonly Kept[] | undefined {
    const normal = this.write(spot.parent, fields);
    if (normal === undefined) return undefined;
    let message = normal;
    for (const number of pathOf(spot.parent)) {
      const field = readWireFields(message)?.find((each) => each.number === number);
      if (field === undefined) return undefined;
      message = message.subarray(field.valueStart, field.valueEnd);
    }
    return readWireFields(message)
      ?.filter((each) => each.number === spot.number)
      .map(({ wireType, valueStart, valueEnd }) => ({
        wireType,
        value: message.subarray(valueStart, valueEnd),
      }));
  }

  /** The answer to a question about the field, which is asked once. */
  remember(spot: Spot, question: string, ask: () => boolean): boolean {
    const known = spot.answers.get(question);
    if (known !== undefined) return known;
    const answer = ask();
    spot.answers.set(question, answer);
    return answer;
  }

  /** What the class writes of a message in which nothing is set but these fields, in the message at the spot. */
  private write(spot: Spot, fields: readonly Uint8Array[]): Uint8Array | undefined {
    return this.normalForm(wrap(spot, concatBytes(fields)));
  }

  private keepsSome(spot: FieldSpot, wireType: WireType, byDefault: readonly Kept[]): boolean {
    if (this.isKeptAsItIs(spot)) return false;
    return VALUES[wireType].some((each) => {
      const kept = this.keep(spot, [wireField(spot.number, wireType, each)]);
      const [first] = kept ?? [];
      if (kept === undefined || first === undefined) return false;
      // A number that is none of a list would read the length, and then these as fields beside it.
      if (MESSAGES.includes(each) && first.wireType !== WireType.LengthDelimited) return false;
      // The message that is a map's value is the same where it is empty and where it is left out.
      return !sameKept(kept, byDefault) || (wireType === WireType.LengthDelimited && this.isMessage(spot));
    });
  }

  /** Whether the class does not know the field, and yet writes it: protobuf-ts does. */
  private isKeptAsItIs(spot: FieldSpot): boolean {
    return this.remember(spot, 'kept as it is', () => {
      const [kept] = this.keep(spot, [wireField(spot.number, WireType.Varint, LONG_ONE)]) ?? [];
      return kept !== undefined && sameBytes(kept.value, LONG_ONE);
    });
  }

  private tryOccurrence(spot: FieldSpot, content: Uint8Array): Occurrence | undefined {
    const twice = this.count(spot, [content, content]);
    if (twice === undefined || twice === 0) return undefined;
    if (twice > 1) return 'repeated';
    return this.isMap(spot, content) ? 'map' : 'singular';
  }

  private isMap(spot: FieldSpot, content: Uint8Array): boolean {
    return KEY_PAIRS.some(
      (keys) =>
        this.count(
          spot,
          keys.map((key) => concatBytes([content, key])),
        ) === 2,
    );
  }

  private count(spot: FieldSpot, contents: readonly Uint8Array[]): number | undefined {
    return this.keep(
      spot,
      contents.map((content) => delimitedField(spot.number, content)),
    )?.length;
  }
}
