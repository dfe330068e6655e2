import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { ANY } from '../types/any.js';
import type { Field, MapContent, MessageContent, MessageShape } from '../types/field.js';
import { MOST_MESSAGES } from '../wire/levels.js';
import { concatBytes } from '../wire/wire-bytes.js';
import { readWireFields, type WireField } from '../wire/wire-fields.js';
import { canonicalAny } from './canonical-any.js';
import { completeEntry, findEntryKey } from './canonical-map.js';
import { settleOneofs } from './canonical-oneofs.js';
import { writeValues } from './canonical-values.js';
import { canonicalWireField } from './canonical-wire.js';

/** As protobuf-es says it. */
const TOO_DEEP = `maximum recursion depth of ${MOST_MESSAGES} reached`;

/** Where a message stands in some bytes. */
type Span = Pick<WireField, 'valueStart' | 'valueEnd'>;

/** A message as it is being written, and what is left of the levels that messages in it may take. */
interface Place {
  readonly writer: BinaryWriter;
  readonly bytes: Uint8Array;
  readonly levels: number;
}

/** Finds the shape of messages of that type. May throw. */
export type FindShape = (typeName: string) => MessageShape | undefined;

/** What may be left as it was written. */
interface FormOptions {
  /** Finds what an Any holds; without it, an Any is left as it stands. */
  readonly findShape?: FindShape;
  /** Whether entries stay in the order of their keys' first occurrence. */
  readonly keepsEntryOrder?: boolean;
}

/**
 * Writes messages in the one form that all messages of the same meaning share: fields by number, each followed by those
 * unknown ones that have its number; entries by key; numbers packed.
 *
 * It works on the wire, and not through message objects: those lose what a recording may differ in (the unknown fields of
 * a map's entry, text that is not UTF-8), and cannot be written where a required field is missing.
 * https://protobuf.dev/programming-guides/encoding/
 */
export class CanonicalForm {
  readonly #findShape: FindShape | undefined;
  readonly #keepsEntryOrder: boolean;

  constructor({ findShape, keepsEntryOrder = false }: FormOptions = {}) {
    this.#findShape = findShape;
    this.#keepsEntryOrder = keepsEntryOrder;
  }

  /** The one form of a message. Throws when the bytes are no message of this type. */
  encode(shape: MessageShape, bytes: Uint8Array): Uint8Array {
    return this.#encode(shape, bytes, MOST_MESSAGES);
  }

  #encode(shape: MessageShape, bytes: Uint8Array, levels: number): Uint8Array {
    const writer = new BinaryWriter();
    this.#writeMessage({ writer, bytes, levels }, shape, [wholeOf(bytes)]);
    return writer.finish();
  }

  /** A message that stands in several places is merged by reading one behind the other. */
  #writeMessage(place: Place, shape: MessageShape, spans: readonly Span[]): void {
    if (place.levels === 0) throw new Error(TOO_DEEP);
    const fields = readAll(place.bytes, spans);
    const findShape = shape.typeName === ANY ? this.#findShape : undefined;
    if (findShape !== undefined) this.#writeAny(place, shape, fields, findShape);
    else this.#writeFields(place, shape, fields);
  }

  #writeAny(place: Place, shape: MessageShape, fields: readonly WireField[], findShape: FindShape): void {
    const content = canonicalAny(place.bytes, fields, (typeName, value) =>
      this.#findForm(findShape, typeName, value, place.levels - 1),
    );
    const own = fields.map(({ start, end }) => place.bytes.subarray(start, end));
    const bytes = concatBytes([...own, ...content]);
    this.#writeFields({ ...place, bytes }, shape, readFields(bytes, wholeOf(bytes)));
  }

  #findForm(
    findShape: FindShape,
    typeName: string,
    bytes: Uint8Array,
    levels: number,
  ): Uint8Array | undefined {
    try {
      const shape = findShape(typeName);
      return shape && this.#encode(shape, bytes, levels);
    } catch {
      return undefined;
    }
  }

  #writeFields(place: Place, shape: MessageShape, fields: readonly WireField[]): void {
    const { kept, replaced } = settleOneofs(shape, place.bytes, fields);
    // What is replaced must be readable all the same.
    if (replaced.length > 0) this.#writeByNumber({ ...place, writer: new BinaryWriter() }, shape, replaced);
    this.#writeByNumber(place, shape, kept);
  }

  #writeByNumber(place: Place, shape: MessageShape, fields: readonly WireField[]): void {
    const sorted = sortByNumber(fields);
    for (let start = 0, end = 0; start < sorted.length; start = end) {
      const { number } = sorted[start] as WireField;
      while (sorted[end]?.number === number) end += 1;
      const isAll = end - start === sorted.length;
      this.#writeField(place, shape.findField(number), isAll ? sorted : sorted.slice(start, end));
    }
  }

  /** Writes all that stands under one number. */
  #writeField(place: Place, field: Field | undefined, fields: readonly WireField[]): void {
    if (field === undefined) writeUnknown(place, fields);
    else if (field.content.type === 'message') this.#writeMessages(place, field, field.content, fields);
    else if (field.content.type === 'map') this.#writeMap(place, field, field.content, fields);
    else writeValues(place.writer, field, field.content, place.bytes, fields);
  }

  #writeMessages(
    place: Place,
    field: Field,
    { isGroup, shape }: MessageContent,
    fields: readonly WireField[],
  ): void {
    const { fitting, unknown } = divide(field, fields);
    const messages = field.isList ? fitting.map((each) => [each]) : [fitting];
    const inner = { ...place, levels: place.levels - 1 };
    for (const spans of messages) {
      if (spans.length === 0) continue;
      place.writer.tag(field.number, isGroup ? WireType.StartGroup : WireType.LengthDelimited);
      if (!isGroup) place.writer.fork();
      this.#writeMessage(inner, shape(), spans);
      if (isGroup) place.writer.tag(field.number, WireType.EndGroup);
      else place.writer.join();
    }
    writeUnknown(place, unknown);
  }

  #writeMap(place: Place, field: Field, map: MapContent, fields: readonly WireField[]): void {
    if (!map.isKnown) throw new Error('It cannot be told what the entries of a map hold.');
    const { fitting, unknown } = divide(field, fields);
    const inner = { ...place, writer: new BinaryWriter() };
    const entries = new Map<string, Uint8Array>();
    const unknownEntries: WireField[] = [];
    for (const each of fitting) {
      const parts = completeEntry(map, readFields(place.bytes, each), each.valueEnd);
      const key = findEntryKey(map, place.bytes, parts);
      if (key === undefined) {
        unknownEntries.push(each);
      } else {
        this.#writeFields(inner, map.entry, parts);
        entries.set(key, inner.writer.finish());
      }
    }
    const keys = this.#keepsEntryOrder ? entries.keys() : [...entries.keys()].sort();
    for (const key of keys) {
      place.writer.tag(field.number, WireType.LengthDelimited).bytes(entries.get(key) as Uint8Array);
    }
    writeUnknown(place, [...unknown, ...unknownEntries]);
  }
}

function wholeOf(bytes: Uint8Array): Span {
  return { valueStart: 0, valueEnd: bytes.length };
}

/** The fields of a message that stands in several places: quick where it is one, as most are. */
function readAll(bytes: Uint8Array, spans: readonly Span[]): readonly WireField[] {
  const [first] = spans;
  const isOne = spans.length === 1 && first !== undefined;
  return isOne ? readFields(bytes, first) : spans.flatMap((span) => readFields(bytes, span));
}

function readFields(bytes: Uint8Array, { valueStart, valueEnd }: Span): readonly WireField[] {
  const fields = readWireFields(bytes, valueStart, valueEnd);
  if (fields === undefined) throw troubleIn(bytes.subarray(valueStart, valueEnd));
  return fields;
}

/** What protobuf-es says of bytes that are no message. */
function troubleIn(bytes: Uint8Array): unknown {
  try {
    const reader = new BinaryReader(bytes);
    while (reader.pos < reader.len) {
      const [number, wireType] = reader.tag();
      reader.skip(wireType, number);
    }
  } catch (error) {
    return error;
  }
  return new Error('The bytes are no message.');
}

function sortByNumber(fields: readonly WireField[]): readonly WireField[] {
  let previous = 0;
  for (const { number } of fields) {
    if (number < previous) return fields.toSorted((one, other) => one.number - other.number);
    previous = number;
  }
  return fields;
}

/** The fields of one number that are of the type that is declared; others are unknown ones. */
function divide(
  { wireTypes }: Field,
  fields: readonly WireField[],
): { readonly fitting: readonly WireField[]; readonly unknown: readonly WireField[] } {
  if (fields.every(({ wireType }) => wireTypes.includes(wireType))) return { fitting: fields, unknown: [] };
  const fitting: WireField[] = [];
  const unknown: WireField[] = [];
  for (const field of fields) (wireTypes.includes(field.wireType) ? fitting : unknown).push(field);
  return { fitting, unknown };
}

function writeUnknown({ writer, bytes }: Place, fields: readonly WireField[]): void {
  for (const field of fields) writer.raw(canonicalWireField(bytes, field));
}
