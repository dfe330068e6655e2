import { WireType } from '@bufbuild/protobuf/wire';
import { ANY, ANY_VALUE, TYPE_URL, typeNameOf } from '../types/any.js';
import type { Field, MessageShape } from '../types/field.js';
import type { FieldNames } from '../types/field-names.js';
import { sizeOfZero } from '../types/scalar-format.js';
import { MOST_OBJECTS } from '../wire/levels.js';
import { KEY } from '../wire/map-entry.js';
import { concatBytes, NO_BYTES } from '../wire/wire-bytes.js';
import { readWireFields } from '../wire/wire-fields.js';
import { isPrintableText } from '../wire/wire-text.js';
import type { FoundElement } from './edit-fields.js';
import { elementsOf, joinElements } from './field-elements.js';
import { ReplacedKeys } from './replaced-keys.js';

/** What is taken out, and what is known of it. */
type Taken = Pick<FoundElement, 'content' | 'wireType' | 'isPacked' | 'field' | 'isKey'>;

/** Takes the content out of fields, and puts in its place what a client can read as it read that. */
export class ContentReplacer {
  readonly #onText: (text: Uint8Array, replacement: Uint8Array) => void;
  readonly #findType: FieldNames['findType'];
  readonly #keys = new ReplacedKeys();

  /** `onText` is told of each text, or bytes, that is taken out; `findType` knows what an Any may hold. */
  constructor(
    onText: (text: Uint8Array, replacement: Uint8Array) => void,
    findType?: FieldNames['findType'],
  ) {
    this.#onText = onText;
    this.#findType = findType;
  }

  /**
   * What stands in the place of a field's content: `replacement` for text and bytes, 0 for numbers.
   * A message keeps its fields, each with its content replaced: one that is required stays.
   */
  replace(taken: Taken, replacement: Uint8Array, levels: number = MOST_OBJECTS): Uint8Array {
    const { content, wireType, isPacked, field, isKey } = taken;
    const known = field?.content;
    if (wireType === WireType.StartGroup)
      return this.#replaceAll(content, messageShape(field), replacement, levels);
    if (isKey && !isPacked) return this.#key(content, wireType, replacement);
    if (isPacked || wireType !== WireType.LengthDelimited) return zeroOf(taken);
    switch (known?.type) {
      case 'map':
        return this.#replaceAll(content, known.entry, replacement, levels, true);
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
    if (isFill(content)) return content;
    this.#onText(content, replacement);
    return replacement;
  }

  #key(content: Uint8Array, wireType: WireType, replacement: Uint8Array): Uint8Array {
    const other = this.#keys.replace(content, wireType, replacement);
    if (wireType === WireType.LengthDelimited) this.#onText(content, other);
    return other;
  }

  /** It is not known whether it is text or a message: what is printable is taken for text. Nothing may be either. */
  #replaceUnknown(content: Uint8Array, replacement: Uint8Array, levels: number): Uint8Array {
    if (content.length === 0) return content;
    return isPrintableText(content, 0, content.length)
      ? this.#text(content, replacement)
      : this.#replaceAll(content, undefined, replacement, levels);
  }

  /** A message with the content of all its fields replaced; `isEntry` where it is one of a map. */
  #replaceAll(
    bytes: Uint8Array,
    shape: MessageShape | undefined,
    replacement: Uint8Array,
    levels: number,
    isEntry = false,
  ): Uint8Array {
    if (levels === 0) return NO_BYTES;
    const fields = readWireFields(bytes);
    // It can be read by nobody as what it should be; what it says must go all the same.
    if (fields === undefined) return this.#text(bytes, replacement);
    const isAny = shape?.typeName === ANY;
    const typeName = isAny ? typeNameOf(bytes, fields) : undefined;
    return concatBytes(
      fields.map((wire) => {
        const { number, wireType } = wire;
        const whole = bytes.subarray(wire.start, wire.end);
        if (isAny && number === TYPE_URL && wireType === WireType.LengthDelimited) return whole;
        const field = findField(shape, number);
        const elements = elementsOf(bytes, [wire], field);
        for (const element of elements) {
          const { content, isPacked } = element;
          element.left =
            isAny && number === ANY_VALUE && wireType === WireType.LengthDelimited
              ? this.#replaceAll(content, this.#findShape(typeName), replacement, levels - 1)
              : this.replace(
                  { content, wireType, isPacked, field, isKey: isEntry && number === KEY },
                  replacement,
                  levels - 1,
                );
        }
        const joined = joinElements(bytes, elements);
        return joined.has(wire) ? (joined.get(wire) ?? NO_BYTES) : whole;
      }),
    );
  }

  /** The shape of what an Any of that type holds. */
  #findShape(typeName: string | undefined): MessageShape | undefined {
    return typeName === undefined ? undefined : this.#findType?.(typeName)?.findShape?.();
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

const ASTERISK = 0x2a;
const SHORTEST_FILL = 4;

/** Asterisks stand in the place of a value that was taken out before. */
function isFill(content: Uint8Array): boolean {
  return content.length >= SHORTEST_FILL && content.every((byte) => byte === ASTERISK);
}
