import { WireType } from '@bufbuild/protobuf/wire';
import { ANY, ANY_VALUE } from '../types/any.js';
import type { Field, MapContent, MessageShape } from '../types/field.js';
import { sizeOfZero } from '../types/scalar-format.js';
import { MOST_OBJECTS } from '../wire/levels.js';
import { KEY } from '../wire/map-entry.js';
import { concatBytes, NO_BYTES, varintOf } from '../wire/wire-bytes.js';
import { readWireFields } from '../wire/wire-fields.js';
import { isPrintableText } from '../wire/wire-text.js';
import type { FoundElement } from './edit-fields.js';
import { elementsOf, joinElements } from './field-elements.js';

/** What is taken out, and what is known of it. */
type Taken = Pick<FoundElement, 'content' | 'wireType' | 'isPacked' | 'field'>;

/** Takes the content out of fields, and puts in its place what a client can read as it read that. */
export class ContentReplacer {
  readonly #onText: (text: Uint8Array, replacement: Uint8Array) => void;
  #entries = 0;

  /** `onText` is told of each text, or bytes, that is taken out. */
  constructor(onText: (text: Uint8Array, replacement: Uint8Array) => void) {
    this.#onText = onText;
  }

  /**
   * What stands in the place of a field's content: `replacement` for text and bytes, 0 for numbers.
   * A message keeps its fields, each with its content replaced: one that is required stays.
   */
  replace(taken: Taken, replacement: Uint8Array, levels: number = MOST_OBJECTS): Uint8Array {
    const { content, wireType, isPacked, field } = taken;
    const known = field?.content;
    if (wireType === WireType.StartGroup)
      return this.#replaceAll(content, messageShape(field), replacement, levels);
    if (isPacked || wireType !== WireType.LengthDelimited) return zeroOf(taken);
    switch (known?.type) {
      case 'map':
        return this.#replaceEntry(content, known, replacement, levels);
      case 'message':
        return this.#replaceAll(content, known.shape(), replacement, levels);
      case 'scalar':
        return known.format.wireType === WireType.LengthDelimited
          ? this.#text(content, replacement)
          : NO_BYTES;
      default:
        return this.#replaceUnknown(content, replacement, levels);
    }
  }

  #text(content: Uint8Array, replacement: Uint8Array): Uint8Array {
    this.#onText(content, replacement);
    return replacement;
  }

  /** It is not known whether it is text or a message: what is printable is taken for text. */
  #replaceUnknown(content: Uint8Array, replacement: Uint8Array, levels: number): Uint8Array {
    const isText = isPrintableText(content, 0, content.length) || readWireFields(content) === undefined;
    return isText
      ? this.#text(content, replacement)
      : this.#replaceAll(content, undefined, replacement, levels);
  }

  /** Keys stay different from each other: an entry takes the place of one before it with the same key. */
  #replaceEntry(
    content: Uint8Array,
    { entry, key }: MapContent,
    replacement: Uint8Array,
    levels: number,
  ): Uint8Array {
    this.#entries += 1;
    const number = this.#entries;
    const isText = key.content.format.wireType === WireType.LengthDelimited;
    const other = isText
      ? concatBytes([replacement, new TextEncoder().encode(number === 1 ? '' : ` ${number}`)])
      : key.content.format.wireType === WireType.Varint
        ? varintOf(number - 1)
        : undefined;
    return this.#replaceAll(content, entry, replacement, levels, (place) =>
      place === KEY ? other : undefined,
    );
  }

  /** A message with the content of all its fields replaced. */
  #replaceAll(
    bytes: Uint8Array,
    shape: MessageShape | undefined,
    replacement: Uint8Array,
    levels: number,
    findOwn: (number: number) => Uint8Array | undefined = () => undefined,
  ): Uint8Array {
    if (levels === 0) return NO_BYTES;
    const fields = readWireFields(bytes);
    // It can be read by nobody as what it should be; what it says must go all the same.
    if (fields === undefined) return this.#text(bytes, replacement);
    return concatBytes(
      fields.map((wire) => {
        const { number } = wire;
        const whole = bytes.subarray(wire.start, wire.end);
        if (shape?.typeName === ANY && number !== ANY_VALUE) return whole;
        const field = findField(shape, number);
        const elements = elementsOf(bytes, [wire], field);
        for (const element of elements) {
          const { content, isPacked } = element;
          const taken = { content, wireType: wire.wireType, isPacked, field };
          element.left = findOwn(number) ?? this.replace(taken, replacement, levels - 1);
        }
        const joined = joinElements(bytes, elements);
        return joined.has(wire) ? (joined.get(wire) ?? NO_BYTES) : whole;
      }),
    );
  }
}

/** Of an enum that has no 0, its first value. */
function zeroOf({ wireType, field, isPacked }: Taken): Uint8Array {
  const known = field?.content;
  if (known?.type === 'scalar' && (isPacked || known.format.wireType === wireType)) return known.format.zero;
  return new Uint8Array(sizeOfZero(wireType));
}

function messageShape(field: Field | undefined): MessageShape | undefined {
  return field?.content.type === 'message' ? field.content.shape() : undefined;
}

function findField(shape: MessageShape | undefined, number: number): Field | undefined {
  try {
    const field = shape?.findField(number);
    return field?.content && field;
  } catch {
    // What a class does not tell of it.
    return undefined;
  }
}
