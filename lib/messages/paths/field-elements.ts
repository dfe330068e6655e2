import { WireType } from '@bufbuild/protobuf/wire';
import type { PathStep } from '../../model/field-path.js';
import type { Field } from '../types/field.js';
import { hasKey } from '../wire/map-entry.js';
import { concatBytes } from '../wire/wire-bytes.js';
import { WireCursor } from '../wire/wire-cursor.js';
import { type WireField, withValue } from '../wire/wire-fields.js';

/** An element of a field: an occurrence of it, or a number within a packed one. */
export interface Element {
  readonly field: WireField;
  /** Its value, without the length. */
  readonly content: Uint8Array;
  /** Whether it is a number within a packed field. */
  readonly isPacked: boolean;
  /** What is left of it; undefined where it is removed. */
  left: Uint8Array | undefined;
}

type ElementStep = Extract<PathStep, { type: 'every' | 'key' }>;

/** The elements of all occurrences of a field; of `list`, where it is known to be that one. */
export function elementsOf(
  bytes: Uint8Array,
  fields: readonly WireField[],
  list: Field | undefined,
): Element[] {
  const packed = list?.content.type === 'scalar' ? list.content.format.wireType : WireType.LengthDelimited;
  return fields.flatMap((field) => {
    const content = bytes.subarray(field.valueStart, field.valueEnd);
    const numbers =
      packed !== WireType.LengthDelimited && field.wireType === WireType.LengthDelimited
        ? findNumbers(content, packed)
        : undefined;
    const isPacked = numbers !== undefined;
    return (numbers ?? [content]).map((each) => ({ field, content: each, isPacked, left: each }));
  });
}

/**
 * Those elements that a step of a path means. A key in quotes, or one that is no integer, is that of a map's entry; an
 * integer is one where the field is known to be a map, and else an index, from the end where it is negative.
 */
export function findElements(
  elements: readonly Element[],
  step: ElementStep,
  list: Field | undefined,
): readonly Element[] {
  if (step.type === 'every') return elements;
  if (isEntryStep(step, list)) {
    return elements.filter(
      ({ field, content }) => field.wireType === WireType.LengthDelimited && hasKey(content, step.key),
    );
  }
  const element = step.index === undefined ? undefined : elements.at(step.index);
  return element === undefined ? [] : [element];
}

/** Whether a step leads to entries of a map, whose values hold what follows. */
export function isEntryStep(step: ElementStep, list: Field | undefined): boolean {
  if (list !== undefined) return list.content.type === 'map';
  return step.type === 'key' && step.index === undefined;
}

/** What is left of those occurrences of a field that lose something; undefined where that is nothing. */
export function joinElements(
  bytes: Uint8Array,
  elements: readonly Element[],
): ReadonlyMap<WireField, Uint8Array | undefined> {
  const byField = new Map<WireField, Element[]>();
  for (const element of elements) {
    const others = byField.get(element.field);
    if (others === undefined) byField.set(element.field, [element]);
    else others.push(element);
  }
  const joined = new Map<WireField, Uint8Array | undefined>();
  for (const [field, ofField] of byField) {
    if (ofField.every(({ content, left }) => left === content)) continue;
    const contents = ofField.flatMap(({ left }) => (left === undefined ? [] : [left]));
    joined.set(field, contents.length === 0 ? undefined : withValue(bytes, field, concatBytes(contents)));
  }
  return joined;
}

/** Numbers that are packed; undefined where they are not. */
function findNumbers(content: Uint8Array, wireType: WireType): readonly Uint8Array[] | undefined {
  const numbers: Uint8Array[] = [];
  const cursor = new WireCursor(content, 0, content.length);
  while (cursor.position < content.length) {
    const size = cursor.readSize(wireType);
    if (size === undefined || size > content.length - cursor.position) return undefined;
    numbers.push(content.subarray(cursor.position, cursor.position + size));
    cursor.position += size;
  }
  return numbers;
}
