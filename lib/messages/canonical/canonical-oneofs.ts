import { type Field, isKnownValue, type MessageShape } from '../types/field.js';
import type { WireField } from '../wire/wire-fields.js';

/** The fields of a message, those set apart that a later member of their oneof replaces. */
interface SettledOneofs {
  readonly kept: readonly WireField[];
  readonly replaced: readonly WireField[];
}

/** Which member each oneof has: the last, merged with those of the same number right before it. */
export function settleOneofs(
  shape: MessageShape,
  bytes: Uint8Array,
  fields: readonly WireField[],
): SettledOneofs {
  if (fields.length < 2 || !shape.hasOneofs(fields)) return { kept: fields, replaced: [] };
  const kept: WireField[] = [];
  const replaced: WireField[] = [];
  /** The member that counts, and whether another stands before it. */
  const last = new Map<object, { readonly number: number; isComplete: boolean }>();
  for (const field of fields.toReversed()) {
    const oneof = findOneof(shape.findField(field.number), bytes, field);
    const member = oneof && last.get(oneof);
    if (oneof !== undefined && member === undefined) {
      last.set(oneof, { number: field.number, isComplete: false });
    }
    if (member !== undefined && member.number !== field.number) member.isComplete = true;
    (member?.isComplete ? replaced : kept).push(field);
  }
  return { kept: kept.reverse(), replaced };
}

function findOneof(
  known: Field | undefined,
  bytes: Uint8Array,
  { wireType, valueStart, valueEnd }: WireField,
): object | undefined {
  if (known?.oneof === undefined || !known.wireTypes.includes(wireType)) return undefined;
  const { content } = known;
  const isKnown = content.type !== 'scalar' || isKnownValue(content, bytes, valueStart, valueEnd);
  return isKnown ? known.oneof : undefined;
}
