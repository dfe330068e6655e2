import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { asBuffer } from '../../model/as-buffer.js';
import type { JsonValue } from '../../model/json.js';
import { CanonicalForm, type FindShape } from '../canonical/canonical-message.js';
import { ANY_VALUE, TYPE_URL, typeNameIn } from '../types/any.js';
import {
  type Field,
  type ItemContent,
  isKnownValue,
  type MapContent,
  type MessageShape,
} from '../types/field.js';
import { NO_BYTES } from '../wire/wire-bytes.js';
import { readWireFields, type WireField } from '../wire/wire-fields.js';
import { base64Of } from './base64.js';
import { scalarJson } from './scalar-json.js';
import { textForm } from './text-forms.js';
import { findWellKnownForm, type WellKnownForm } from './well-known-types.js';

/** What an Any holds, and the order of a map, are shown as they were recorded. */
const form = new CanonicalForm({ keepsEntryOrder: true });

/** The number of the field that stands for a whole message. */
const ONLY_FIELD = 1;

interface JsonObject {
  readonly [name: string]: JsonValue;
}

/**
 * The JSON of a message, by the first names of its fields. `findShape` finds what an Any holds. Throws an Error when the
 * bytes are no such message.
 */
export function messageJson(shape: MessageShape, bytes: Uint8Array, findShape: FindShape): JsonValue {
  const settled = form.encode(shape, bytes);
  return new Printer(settled, findShape).message(shape, 0, settled.length);
}

/** Prints messages that stand in some bytes, in their one form. */
class Printer {
  readonly #bytes: Uint8Array;
  /** The same bytes, as what reads text quickly. */
  readonly #text: Buffer;
  readonly #reader: BinaryReader;
  readonly #findShape: FindShape;

  constructor(bytes: Uint8Array, findShape: FindShape) {
    this.#bytes = bytes;
    this.#text = asBuffer(bytes);
    this.#reader = new BinaryReader(bytes);
    this.#findShape = findShape;
  }

  message(shape: MessageShape, start: number, end: number): JsonValue {
    const fields = readWireFields(this.#bytes, start, end) ?? [];
    const wellKnown = findWellKnownForm(shape.typeName);
    return wellKnown === undefined ? this.#plain(shape, fields) : this.#wellKnown(wellKnown, shape, fields);
  }

  #plain(shape: MessageShape, fields: readonly WireField[]): JsonObject {
    const object: { [name: string]: JsonValue } = {};
    for (let start = 0, end = 0; start < fields.length; start = end) {
      const { number } = fields[start] as WireField;
      while (fields[end]?.number === number) end += 1;
      const field = shape.findField(number);
      const json = field && this.#field(field, fields.slice(start, end));
      if (field !== undefined && json !== undefined) setOwn(object, field.names[0] as string, json);
    }
    return object;
  }

  #wellKnown(wellKnown: WellKnownForm, shape: MessageShape, fields: readonly WireField[]): JsonValue {
    const find = (number: number): JsonValue | undefined => {
      const field = shape.findField(number);
      return (
        field &&
        this.#field(
          field,
          fields.filter((each) => each.number === number),
        )
      );
    };
    switch (wellKnown) {
      case 'any':
        return this.#any(String(find(TYPE_URL) ?? ''), contentOf(this.#bytes, fields, ANY_VALUE));
      case 'member':
        // A Value that holds nothing is null, as in Python.
        return Object.values(this.#plain(shape, fields))[0] ?? null;
      case 'only field':
        return find(ONLY_FIELD) ?? this.#absent(shape.findField(ONLY_FIELD)) ?? this.#plain(shape, fields);
      default:
        return textForm(wellKnown, find) ?? this.#plain(shape, fields);
    }
  }

  /** `value` is base64 where the type is unknown or the bytes are no such message. */
  #any(typeUrl: string, value: Uint8Array): JsonObject {
    if (typeUrl === '' && value.length === 0) return {};
    return { '@type': typeUrl, ...(this.#findHeld(typeUrl, value) ?? { value: base64Of(value) }) };
  }

  #findHeld(typeUrl: string, value: Uint8Array): JsonObject | undefined {
    try {
      const shape = this.#findShape(typeNameIn(typeUrl));
      const json = shape && messageJson(shape, value, this.#findShape);
      if (shape === undefined || json === undefined) return undefined;
      return findWellKnownForm(shape.typeName) === undefined ? (json as JsonObject) : { value: json };
    } catch {
      return undefined;
    }
  }

  /** Undefined where nothing is there that the type knows. */
  #field({ content, isList, wireTypes }: Field, occurrences: readonly WireField[]): JsonValue | undefined {
    if (content.type === 'map') return this.#map(content, occurrences);
    const items: JsonValue[] = [];
    for (const occurrence of occurrences) {
      if (wireTypes.includes(occurrence.wireType)) this.#addItems(items, content, occurrence);
    }
    if (!isList) return items[0];
    return items.length === 0 ? undefined : items;
  }

  #map({ key, value }: MapContent, occurrences: readonly WireField[]): JsonObject | undefined {
    const object: { [key: string]: JsonValue } = {};
    for (const { wireType, valueStart, valueEnd } of occurrences) {
      if (wireType !== WireType.LengthDelimited) continue;
      const fields = readWireFields(this.#bytes, valueStart, valueEnd) ?? [];
      const json = this.#entryPart(value, fields);
      if (json !== undefined) setOwn(object, String(this.#entryPart(key, fields)), json);
    }
    return Object.keys(object).length === 0 ? undefined : object;
  }

  /** The key or value of an entry. */
  #entryPart(
    field: Field & { readonly content: ItemContent },
    fields: readonly WireField[],
  ): JsonValue | undefined {
    const { number, wireTypes, content } = field;
    const last = fields.findLast((each) => each.number === number && wireTypes.includes(each.wireType));
    return last === undefined ? this.#absent(field) : this.#item(content, last.valueStart, last.valueEnd);
  }

  /** Adds an element of a list, or the numbers of a packed one; nothing where its enum does not know it. */
  #addItems(items: JsonValue[], content: ItemContent, { wireType, valueStart, valueEnd }: WireField): void {
    if (content.type === 'scalar' && content.format.wireType !== wireType) {
      this.#reader.pos = valueStart;
      while (this.#reader.pos < valueEnd) {
        items.push(scalarJson(content, this.#reader, this.#text, valueEnd));
      }
    } else {
      const item = this.#item(content, valueStart, valueEnd);
      if (item !== undefined) items.push(item);
    }
  }

  #item(content: ItemContent, start: number, end: number): JsonValue | undefined {
    if (content.type === 'message') return this.message(content.shape(), start, end);
    if (!isKnownValue(content, this.#bytes, start, end)) return undefined;
    this.#reader.pos = start;
    return scalarJson(content, this.#reader, this.#text, end);
  }

  /** What stands for a field that is not set; undefined where there is no such field. */
  #absent(field: Field | undefined): JsonValue | undefined {
    if (field === undefined) return undefined;
    if (field.isList) return [];
    const { content } = field;
    if (content.type === 'map') return {};
    if (content.type === 'message') return this.message(content.shape(), 0, 0);
    const { zero } = content.format;
    return scalarJson(content, new BinaryReader(zero), asBuffer(zero), zero.length);
  }
}

/** Quicker than a list of entries. A field, or a key, may be called `__proto__`. */
function setOwn(object: { [name: string]: JsonValue }, name: string, value: JsonValue): void {
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

function contentOf(bytes: Uint8Array, fields: readonly WireField[], number: number): Uint8Array {
  const field = fields.find((each) => each.number === number && each.wireType === WireType.LengthDelimited);
  return field === undefined ? NO_BYTES : bytes.subarray(field.valueStart, field.valueEnd);
}
