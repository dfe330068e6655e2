import { WireType } from '@bufbuild/protobuf/wire';
import { MOST_LEVELS } from '../wire/levels.js';
import { readWireFields, type WireField } from '../wire/wire-fields.js';
import { isPrintableText } from '../wire/wire-text.js';

/**
 * What a message means as far as that can be told without its schema: the order of its fields does not matter, here nor
 * in the messages within it. Fields are sorted by number; those of one number keep their order. Bytes that are no
 * message stay as they are. Gives `bytes` itself when nothing has to move. Never throws.
 */
export function canonicalWire(bytes: Uint8Array): Uint8Array {
  return findSorted(bytes, 0, bytes.length, MOST_LEVELS) ?? bytes;
}

/** What one field means, as `canonicalWire` has it: its bytes, with the fields of messages within it sorted. */
export function canonicalWireField(bytes: Uint8Array, field: WireField): Uint8Array {
  const content = mayHoldFields(bytes, field) && findSortedContent(bytes, field, MOST_LEVELS);
  if (!content) return bytes.subarray(field.start, field.end);
  return join(bytes, [field], new Map([[field, content]]), field.end - field.start);
}

/** The bytes from `start` to `end` with their fields sorted; undefined when they are so, or are no message. */
function findSorted(bytes: Uint8Array, start: number, end: number, levels: number): Uint8Array | undefined {
  const fields = readWireFields(bytes, start, end);
  if (fields === undefined) return undefined;
  let contents: Map<WireField, Uint8Array> | undefined;
  let isSorted = true;
  let previous = 0;
  for (const field of fields) {
    if (field.number < previous) isSorted = false;
    previous = field.number;
    const content = levels > 1 && mayHoldFields(bytes, field) && findSortedContent(bytes, field, levels - 1);
    if (!content) continue;
    contents ??= new Map();
    contents.set(field, content);
  }
  if (isSorted && contents === undefined) return undefined;
  const ordered = isSorted ? fields : fields.toSorted((one, other) => one.number - other.number);
  return join(bytes, ordered, contents, end - start);
}

function findSortedContent(bytes: Uint8Array, field: WireField, levels: number): Uint8Array | undefined {
  return findSorted(bytes, field.valueStart, field.valueEnd, levels);
}

/**
 * Text is no message, even where it can be read as one: to sort `0a(b` by its "fields", 6 and 5, would make it equal to `(b0a`,
 * a different question. A message that can be read as text is left in its order: that makes, at worst, a miss, which is
 * told, not a wrong answer, which is not.
 */
function mayHoldFields(bytes: Uint8Array, { wireType, valueStart, valueEnd }: WireField): boolean {
  if (wireType === WireType.StartGroup) return true;
  return wireType === WireType.LengthDelimited && !isPrintableText(bytes, valueStart, valueEnd);
}

/** Puts fields one behind the other. Sorted content is as long as it was, so that lengths need not be written anew. */
function join(
  bytes: Uint8Array,
  fields: readonly WireField[],
  contents: ReadonlyMap<WireField, Uint8Array> | undefined,
  length: number,
): Uint8Array {
  const joined = new Uint8Array(length);
  let position = 0;
  for (const field of fields) {
    joined.set(bytes.subarray(field.start, field.end), position);
    const content = contents?.get(field);
    if (content !== undefined) joined.set(content, position + field.valueStart - field.start);
    position += field.end - field.start;
  }
  return joined;
}
