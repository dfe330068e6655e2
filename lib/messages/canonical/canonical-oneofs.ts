import type { DescOneof } from '@bufbuild/protobuf';
import type { WireField } from '../wire/wire-fields.js';
import { type CanonicalField, isKnownValue } from './canonical-field.js';
import type { CanonicalType } from './canonical-type.js';

/** The fields of a message, those set apart that a later member of their oneof replaces. */
export interface SettledOneofs {
  readonly kept: readonly WireField[];
  readonly replaced: readonly WireField[];
}

/** Which member each oneof has: the last, merged with those of the same number right before it. */
export function settleOneofs(
  type: CanonicalType,
  bytes: Uint8Array,
  fields: readonly WireField[],
): SettledOneofs {
  const kept: WireField[] = [];
  const replaced: WireField[] = [];
  /** The member that counts, and whether another stands before it. */
  const last = new Map<DescOneof, { readonly number: number; isComplete: boolean }>();
  for (const field of fields.toReversed()) {
    const oneof = findOneof(type.findField(field.number), bytes, field);
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
  known: CanonicalField | undefined,
  bytes: Uint8Array,
  { wireType, valueStart, valueEnd }: WireField,
): DescOneof | undefined {
  if (known?.oneof === undefined || !known.wireTypes.includes(wireType)) return undefined;
  const { content } = known;
  const isKnown =
    content.type !== 'scalar' || isKnownValue(content.closed, bytes.subarray(valueStart, valueEnd));
  return isKnown ? known.oneof : undefined;
}
