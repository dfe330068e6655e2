import { WireType } from '@bufbuild/protobuf/wire';
import type { FieldPath, PathStep } from '../../model/field-path.js';
import type { Field } from '../types/field.js';
import type { FieldNames } from '../types/field-names.js';
import { MOST_OBJECTS } from '../wire/levels.js';
import { VALUE } from '../wire/map-entry.js';
import { concatBytes } from '../wire/wire-bytes.js';
import { readWireFields, type WireField } from '../wire/wire-fields.js';
import { type Element, elementsOf, findElements, isEntryStep, joinElements } from './field-elements.js';

/** What is left to go of a path. */
interface Way {
  readonly path: FieldPath;
  readonly steps: readonly PathStep[];
}

/** What the names in paths are resolved by, and who is told of paths that led to something. */
export interface RemovalOptions {
  readonly names?: Partial<FieldNames>;
  /** Is told each path that led to something, once or more often. */
  readonly onRemoved?: (path: FieldPath) => void;
}

/**
 * A message without the fields that the paths lead to. `messages` removes the field, `messages[3]` one element, and
 * `labels[env]` one entry; `messages.id` is `messages[*].id`. Removing what is in a message leaves the message, empty
 * perhaps.
 *
 * A path by numbers needs no names. Names that cannot be resolved lead to nothing. Where it is not known what a field
 * holds, an integer in brackets is an index, packed numbers count as one element, and `[*]` leads into elements, not
 * into the values of a map.
 *
 * Bytes that are no message stay as they are; gives `bytes` itself where nothing is removed. Never throws.
 */
export function withoutFields(
  bytes: Uint8Array,
  paths: readonly FieldPath[],
  options: RemovalOptions = {},
): Uint8Array {
  const ways = paths.map((path) => ({ path, steps: path }));
  return new FieldRemover(options).stripMessage(bytes, [], ways, MOST_OBJECTS);
}

class FieldRemover {
  readonly #options: RemovalOptions;

  constructor(options: RemovalOptions) {
    this.#options = options;
  }

  /** The message at `place`, a path of numbers, without what the ways lead to. */
  stripMessage(
    bytes: Uint8Array,
    place: readonly number[],
    ways: readonly Way[],
    levels: number,
  ): Uint8Array {
    const fields = levels > 0 ? readWireFields(bytes) : undefined;
    if (fields === undefined) return bytes;
    const left = new Map<WireField, Uint8Array | undefined>();
    for (const [number, within] of this.#resolve(ways, place, new Set(fields.map((field) => field.number)))) {
      const occurrences = fields.filter((field) => field.number === number);
      const elements = this.#strip(bytes, occurrences, [...place, number], within, levels);
      for (const [field, changed] of joinElements(bytes, elements)) left.set(field, changed);
    }
    if (left.size === 0) return bytes;
    return concatBytes(
      fields.flatMap((field) => {
        const whole = left.has(field) ? left.get(field) : bytes.subarray(field.start, field.end);
        return whole === undefined ? [] : [whole];
      }),
    );
  }

  /** The ways by the field that comes first, of those that are present; each is one step further. */
  #resolve(
    ways: readonly Way[],
    place: readonly number[],
    present: ReadonlySet<number>,
  ): ReadonlyMap<number, readonly Way[]> {
    const resolved = new Map<number, readonly Way[]>();
    for (const { path, steps } of ways) {
      const [first, ...rest] = steps;
      const number = first && this.#findNumber(first, place, present);
      if (number === undefined || !present.has(number)) continue;
      resolved.set(number, [...(resolved.get(number) ?? []), { path, steps: rest }]);
    }
    return resolved;
  }

  #findNumber(step: PathStep, place: readonly number[], present: ReadonlySet<number>): number | undefined {
    if (step.type === 'number') return step.number;
    if (step.type !== 'field') return undefined;
    return this.#options.names?.findNumber?.(place, step.name, [...present]);
  }

  /** The elements of a field, and what is left of each. */
  #strip(
    bytes: Uint8Array,
    occurrences: readonly WireField[],
    place: readonly number[],
    ways: readonly Way[],
    levels: number,
  ): readonly Element[] {
    const list = this.#options.names?.findRepeated?.(place);
    const elements = elementsOf(bytes, occurrences, list);
    const further = new Map<Element, readonly Way[]>();
    for (const way of ways) {
      const { chosen, rest } = choose(elements, way, list);
      if (rest.length === 0 && chosen.length > 0) this.#options.onRemoved?.(way.path);
      for (const element of chosen) {
        if (rest.length === 0) element.left = undefined;
        else further.set(element, [...(further.get(element) ?? []), { path: way.path, steps: rest }]);
      }
    }
    for (const [element, within] of further) {
      const left = this.#stripContent(element, place, within, levels);
      // It may be removed as a whole, too; what is within it is found nevertheless.
      if (element.left !== undefined) element.left = left;
    }
    return elements;
  }

  #stripContent(
    { field, content }: Element,
    place: readonly number[],
    ways: readonly Way[],
    levels: number,
  ): Uint8Array {
    const holdsFields = field.wireType === WireType.LengthDelimited || field.wireType === WireType.StartGroup;
    return holdsFields ? this.stripMessage(content, place, ways, levels - 1) : content;
  }
}

/** Which elements a way leads to, and how it goes on within them. */
function choose(
  elements: readonly Element[],
  { steps }: Way,
  list: Field | undefined,
): { readonly chosen: readonly Element[]; readonly rest: readonly PathStep[] } {
  const [step, ...rest] = steps;
  if (step?.type !== 'every' && step?.type !== 'key') return { chosen: elements, rest: steps };
  const chosen = findElements(elements, step, list);
  const intoValue = rest.length > 0 && isEntryStep(step, list);
  return { chosen, rest: intoValue ? [{ type: 'number', number: VALUE }, ...rest] : rest };
}
