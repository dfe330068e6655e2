import { WireType } from '@bufbuild/protobuf/wire';
import type { Field, MessageShape } from '../types/field.js';
import { ScalarType } from '../types/scalar-type.js';
import { MOST_OBJECTS } from '../wire/levels.js';
import { readWireFields, type WireField } from '../wire/wire-fields.js';
import { isPrintableText } from '../wire/wire-text.js';

/** Text or bytes within a message. */
export interface Leaf {
  readonly start: number;
  readonly end: number;
  /** The numbers of the fields that lead to it, from the top; none where the whole is no message. */
  readonly place: readonly number[];
  /** What might be text by itself, where it cannot be told that this is no message. */
  readonly parts: readonly Leaf[];
}

/**
 * The texts and bytes within a message, by its shape where that is known. Where it is not, what is printable is taken for
 * text, and what can be read as a message for one. Never throws.
 */
export function leavesOf(bytes: Uint8Array, shape: MessageShape | undefined): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const walker = new LeafWalker(bytes, leaves);
  if (!walker.walk({ start: 0, end: bytes.length, place: [], shape }, MOST_OBJECTS))
    leaves.push({ start: 0, end: bytes.length, place: [], parts: [] });
  return leaves;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly place: readonly number[];
  readonly shape: MessageShape | undefined;
}

class LeafWalker {
  readonly #bytes: Uint8Array;
  readonly #leaves: Leaf[];

  constructor(bytes: Uint8Array, leaves: Leaf[]) {
    this.#bytes = bytes;
    this.#leaves = leaves;
  }

  /** Whether the stretch is a message; if not, nothing is noted. */
  walk({ start, end, place, shape }: Stretch, levels: number): boolean {
    const fields = levels > 0 ? readWireFields(this.#bytes, start, end) : undefined;
    if (fields === undefined) return false;
    for (const field of fields) this.#visit(field, [...place, field.number], shape, levels - 1);
    return true;
  }

  #visit(field: WireField, place: readonly number[], shape: MessageShape | undefined, levels: number): void {
    const isDelimited = field.wireType === WireType.LengthDelimited;
    if (!isDelimited && field.wireType !== WireType.StartGroup) return;
    const known = findContent(shape, field);
    if (known?.type === 'scalar' && known.format.wireType !== WireType.LengthDelimited) return;
    const stretch = { start: field.valueStart, end: field.valueEnd, place };
    const within = { ...stretch, shape: shapeOf(known) };
    // Bytes may be a message, as those in an Any are.
    const isOpen = known === undefined || (known.type === 'scalar' && known.format.type === ScalarType.BYTES);
    if (known?.type === 'scalar' && !isOpen) this.#leaves.push({ ...stretch, parts: [] });
    else if (isOpen && isDelimited && isPrintableText(this.#bytes, stretch.start, stretch.end))
      this.#leaves.push({ ...stretch, parts: this.#partsOf(within, levels) });
    else if (!this.walk(within, levels)) this.#leaves.push({ ...stretch, parts: [] });
  }

  /** What a text would hold if it were a message. */
  #partsOf(stretch: Stretch, levels: number): readonly Leaf[] {
    const parts: Leaf[] = [];
    return new LeafWalker(this.#bytes, parts).walk(stretch, levels) ? parts : [];
  }
}

/** What the field holds; undefined where that is not known, as where it stands in another wire type than it should. */
function findContent(
  shape: MessageShape | undefined,
  { number, wireType }: WireField,
): Field['content'] | undefined {
  try {
    const field = shape?.findField(number);
    return field?.wireTypes.includes(wireType) ? field.content : undefined;
  } catch {
    // What a class does not tell of it.
    return undefined;
  }
}

function shapeOf(content: Field['content'] | undefined): MessageShape | undefined {
  if (content?.type === 'map') return content.entry;
  return content?.type === 'message' ? content.shape() : undefined;
}
