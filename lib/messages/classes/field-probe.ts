import { WireType } from '@bufbuild/protobuf/wire';
import { once } from '../types/once.js';
import { concatBytes, delimitedField, NO_BYTES, sameBytes, wireField } from '../wire/wire-bytes.js';
import { type ClassProbe, type HoldingField, type Kept, type Place, sameKept } from './class-probe.js';
import { exampleEntries, keyPairs } from './map-examples.js';

/**
 * Text, bytes, and packed numbers of every type take these bytes; a message does not: its first tag has wire type 7, which
 * there is not. The field's number, 15352, is one that hardly any message has.
 */
const NO_MESSAGE: Uint8Array = Uint8Array.of(0xc7, 0xbf, 7, 7, 7, 7, 7, 7);

/** The number 1 in more bytes than it needs: who reads a number writes it shorter, who keeps what he does not know, so. */
const LONG_ONE: Uint8Array = Uint8Array.of(0x81, 0x80, 0);

/** Without a key and a value, protoc-gen-ts cannot read an entry of a map. */
const exampleMessages = once((): readonly Uint8Array[] => [NO_BYTES, ...exampleEntries()]);

const ONES: Uint8Array = new Uint8Array(8).fill(1);

/** A wire type of numbers. */
type NumberWireType = WireType.Varint | WireType.Bit32 | WireType.Bit64;

/**
 * Values of which a known field of the wire type keeps at least one: none is the default of its type. In a field of
 * another wire type, each is followed by something that cannot be read. What is in a group counts as it stands.
 */
const NUMBERS: Readonly<Record<NumberWireType, readonly Uint8Array[]>> = {
  [WireType.Varint]: [Uint8Array.of(1), Uint8Array.of(2)],
  [WireType.Bit32]: [ONES.subarray(4)],
  [WireType.Bit64]: [ONES],
};

/** Text or bytes or packed varints, packed fixed numbers. */
const DELIMITED: readonly Uint8Array[] = [Uint8Array.of(0x61), ONES];

/** A wire type in which fields are probed. */
export type ProbedWireType = NumberWireType | WireType.LengthDelimited;

const NUMBER_WIRE_TYPES = [WireType.Varint, WireType.Bit32, WireType.Bit64] as const;

/** How often a field can stand in its message, entries of a map by their keys. */
type Occurrence = 'singular' | 'repeated' | 'map';

/** Learns about a field of a class by what the class makes of small messages with it. What is learned is remembered. */
export class FieldProbe implements HoldingField {
  readonly number: number;
  readonly parent: Place;
  readonly #probe: ClassProbe;
  readonly #wireTypes = once(() => this.#findWireTypes());
  readonly #isMessage = once(() => this.#refuses(NO_MESSAGE));
  readonly #occurrence = once(() => this.#findOccurrence());

  constructor(number: number, parent: Place, probe: ClassProbe) {
    this.number = number;
    this.parent = parent;
    this.#probe = probe;
  }

  /** In which wire types the class knows the field. In others, it drops it or keeps it as it is. */
  get wireTypes(): readonly ProbedWireType[] {
    return this.#wireTypes();
  }

  /** The wire type of the numbers that the field holds; undefined where it holds others, or is not known. */
  get numberType(): NumberWireType | undefined {
    return NUMBER_WIRE_TYPES.find((type) => this.wireTypes.includes(type));
  }

  /** The field with each of the values that tell whether it is known. */
  get examples(): readonly Uint8Array[] {
    const isNumber = this.numberType !== undefined;
    return this.wireTypes.flatMap((type) => valuesIn(type, isNumber).map((value) => this.field(type, value)));
  }

  /** Whether the class reads the field as a message; also an entry of a map. */
  get isMessage(): boolean {
    return this.#isMessage();
  }

  /** How often a message field can stand; undefined where that cannot be told. */
  get occurrence(): Occurrence | undefined {
    return this.#occurrence()?.kind;
  }

  get entry(): Uint8Array {
    const occurrence = this.#occurrence();
    return occurrence?.kind === 'map' ? occurrence.content : NO_BYTES;
  }

  /** This field with a value. */
  field(wireType: WireType, value: Uint8Array): Uint8Array {
    return wireField(this.number, wireType, value);
  }

  /** What the class keeps of the field when nothing else is set but these fields; undefined where it cannot read them. */
  keep(fields: readonly Uint8Array[]): readonly Kept[] | undefined {
    return this.#probe.keep(this.parent, fields)?.filter(({ number }) => number === this.number);
  }

  #findWireTypes(): readonly ProbedWireType[] {
    const byDefault = this.keep([]);
    if (byDefault === undefined || this.#isKeptAsItIs() || this.#isDropped()) return [];
    const numbers = NUMBER_WIRE_TYPES.filter((type) => this.#keepsSome(type, NUMBERS[type], byDefault));
    const delimited = valuesIn(WireType.LengthDelimited, numbers.length > 0);
    const isDelimited = this.#keepsSome(WireType.LengthDelimited, delimited, byDefault);
    return isDelimited ? [WireType.LengthDelimited, ...numbers] : numbers;
  }

  #keepsSome(type: ProbedWireType, values: readonly Uint8Array[], byDefault: readonly Kept[]): boolean {
    return values.some((value) => {
      const kept = this.keep([this.field(type, value)]);
      if (kept === undefined || kept.length === 0) return false;
      // The message that is a map's value is the same where it is empty and where it is left out.
      return !sameKept(kept, byDefault) || (type === WireType.LengthDelimited && this.isMessage);
    });
  }

  /** Whether the class drops the field, whatever it holds: that is quicker to find out than that it knows none of it. */
  #isDropped(): boolean {
    const types = [WireType.LengthDelimited, ...NUMBER_WIRE_TYPES] as const;
    const all = types.flatMap((type) => valuesIn(type, false).map((value) => this.field(type, value)));
    return this.keep(all)?.length === 0;
  }

  /** Whether the class does not know the field, and yet writes it: protobuf-ts does. */
  #isKeptAsItIs(): boolean {
    const [kept] = this.keep([this.field(WireType.Varint, LONG_ONE)]) ?? [];
    return kept !== undefined && sameBytes(kept.value, LONG_ONE);
  }

  #refuses(content: Uint8Array): boolean {
    return !this.#probe.takes(this.parent, [delimitedField(this.number, content)]);
  }

  #findOccurrence(): { readonly kind: Occurrence; readonly content: Uint8Array } | undefined {
    for (const content of exampleMessages()) {
      const kind = this.#tryOccurrence(content);
      if (kind !== undefined) return { kind, content };
    }
    return undefined;
  }

  #tryOccurrence(content: Uint8Array): Occurrence | undefined {
    const twice = this.#keepContents([content, content]);
    if (twice.length === 0) return undefined;
    if (twice.length > 1) return 'repeated';
    const isMap = keyPairs().some(
      (keys) => this.#keepContents(keys.map((key) => concatBytes([content, key]))).length === 2,
    );
    return isMap ? 'map' : 'singular';
  }

  #keepContents(contents: readonly Uint8Array[]): readonly Kept[] {
    return this.keep(contents.map((content) => delimitedField(this.number, content))) ?? [];
  }
}

function valuesIn(type: ProbedWireType, isNumber: boolean): readonly Uint8Array[] {
  if (type !== WireType.LengthDelimited) return NUMBERS[type];
  return isNumber ? DELIMITED : [...DELIMITED, ...exampleMessages()];
}
