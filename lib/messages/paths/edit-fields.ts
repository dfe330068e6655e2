import { WireType } from '@bufbuild/protobuf/wire';
import type { FieldPath, PathStep } from '../../model/field-path.js';
import { ANY, ANY_VALUE, typeNameOf } from '../types/any.js';
import type { Field } from '../types/field.js';
import type { FieldNames } from '../types/field-names.js';
import { ScalarType } from '../types/scalar-type.js';
import { MOST_OBJECTS } from '../wire/levels.js';
import { KEY, VALUE } from '../wire/map-entry.js';
import { concatBytes, NO_BYTES } from '../wire/wire-bytes.js';
import { readWireFields, type WireField, withValue } from '../wire/wire-fields.js';
import { type Element, elementsOf, findElements, isEntryStep, joinElements } from './field-elements.js';

/** What is left to go of a path. */
interface Way {
  readonly path: FieldPath;
  readonly steps: readonly PathStep[];
  /** What is behind it, by number: `4["key"].2`. */
  readonly mark: string;
}

/** From an entry into its value: paths do not say so. */
const INTO_VALUE: PathStep = { type: 'number', number: VALUE };

/** The ways into what an Any holds, each with that from there, and the names of its type. */
interface IntoAny {
  readonly names: FieldNames | undefined;
  readonly ways: ReadonlyMap<Way, Way>;
}

/** An element that a path leads to. */
export interface FoundElement {
  /** Its value, without the length. */
  readonly content: Uint8Array;
  readonly wireType: WireType;
  /** Whether it is a number within a packed field. */
  readonly isPacked: boolean;
  /** The numbers of the fields that lead to it, from the top. */
  readonly place: readonly number[];
  /** What is known of its field. */
  readonly field: Field | undefined;
  /** Whether it is known to be the key of a map's entry. */
  readonly isKey: boolean;
  readonly path: FieldPath;
  /** The path by number, with the keys and indexes that it has, as far as they can be written. */
  readonly mark: string;
}

/** What is done about what paths lead to. */
export interface EditOptions {
  /** What names in paths are resolved by. */
  readonly names?: Partial<FieldNames>;
  /** Whether a path that ends in an entry of a map means its value. */
  readonly endsInValues: boolean;
  /** What an element is to hold; undefined where it is to go. Called for each, once for each path that leads to it. */
  edit(element: FoundElement): Uint8Array | undefined;
}

/**
 * A message with other content where the paths lead. `messages` means all elements of the field, `messages[3]` one of
 * them, and `labels[env]` one entry; `messages.id` is `messages[*].id`. What an `Any` holds is found by the names of its
 * own type, as in `detail.id`.
 *
 * A path by numbers needs no names. Names that cannot be resolved lead to nothing. Where it is not known what a field
 * holds, an integer in brackets is an index, packed numbers count as one element, and `[*]` leads into elements, not
 * into the values of a map.
 *
 * All other bytes stay as they are; of what encloses something of another length, the length is made right. Bytes that are
 * no message stay as they are; gives `bytes` itself where nothing changes. Throws only what `edit` throws.
 */
export function editFields(bytes: Uint8Array, paths: readonly FieldPath[], options: EditOptions): Uint8Array {
  const ways = paths.map((path) => ({ path, steps: path, mark: '' }));
  return new FieldEditor(options, options.names ?? {}, []).editMessage(bytes, [], ways, MOST_OBJECTS);
}

class FieldEditor {
  readonly #options: EditOptions;
  readonly #names: Partial<FieldNames>;
  /** Where the message stands of whose fields these are the names. */
  readonly #root: readonly number[];

  constructor(options: EditOptions, names: Partial<FieldNames>, root: readonly number[]) {
    this.#options = options;
    this.#names = names;
    this.#root = root;
  }

  /** The message at `place`, a path of numbers from the root, with what the ways lead to edited. */
  editMessage(bytes: Uint8Array, place: readonly number[], ways: readonly Way[], levels: number): Uint8Array {
    const fields = levels > 0 ? readWireFields(bytes) : undefined;
    if (fields === undefined) return bytes;
    const left = new Map<WireField, Uint8Array | undefined>();
    const ofAny = this.#waysIntoAny(bytes, fields, place, ways);
    for (const [value, changed] of this.#editAny(bytes, fields, place, ofAny, levels))
      left.set(value, changed);
    const own = ways.filter((way) => !ofAny.ways.has(way));
    for (const [number, within] of this.#resolve(own, place, new Set(fields.map((field) => field.number)))) {
      const occurrences = fields.filter((field) => field.number === number);
      const elements = this.#edit(bytes, occurrences, [...place, number], within, levels);
      for (const [field, changed] of joinElements(bytes, elements)) left.set(field, changed);
    }
    return left.size === 0 ? bytes : withFields(bytes, fields, left);
  }

  /** The ways by the field that comes first, of those that are present; each is one step further. */
  #resolve(
    ways: readonly Way[],
    place: readonly number[],
    present: ReadonlySet<number>,
  ): ReadonlyMap<number, readonly Way[]> {
    const resolved = new Map<number, readonly Way[]>();
    for (const { path, steps, mark } of ways) {
      const [first, ...rest] = steps;
      const number = first && this.#findNumber(first, place, [...present]);
      if (number === undefined || !present.has(number)) continue;
      const behind = first === INTO_VALUE ? mark : joined(mark, number);
      resolved.set(number, [...(resolved.get(number) ?? []), { path, steps: rest, mark: behind }]);
    }
    return resolved;
  }

  #findNumber(step: PathStep, place: readonly number[], present?: readonly number[]): number | undefined {
    if (step.type === 'number') return step.number;
    if (step.type !== 'field') return undefined;
    return this.#names.findNumber?.(place, step.name, present);
  }

  /** The elements of a field, and what is left of each. */
  #edit(
    bytes: Uint8Array,
    occurrences: readonly WireField[],
    place: readonly number[],
    ways: readonly Way[],
    levels: number,
  ): readonly Element[] {
    const list = this.#names.findRepeated?.(place);
    const elements = elementsOf(bytes, occurrences, list);
    const edited = new Set<Element>();
    const further = new Map<Element, readonly Way[]>();
    for (const way of ways) {
      const { chosen, rest, mark } = this.#choose(elements, way, list);
      for (const element of chosen) {
        if (rest.length > 0) {
          further.set(element, [...(further.get(element) ?? []), { path: way.path, steps: rest, mark }]);
          continue;
        }
        element.left = this.#options.edit({ ...this.#found(element, place), path: way.path, mark });
        edited.add(element);
      }
    }
    for (const [element, within] of further) {
      const left = this.#editContent(element, place, within, levels);
      // It may be edited as a whole, too; what is within it is found nevertheless.
      if (!edited.has(element)) element.left = left;
    }
    return elements;
  }

  #found(
    { field, content, isPacked }: Element,
    place: readonly number[],
  ): Omit<FoundElement, 'path' | 'mark'> {
    return {
      content,
      wireType: field.wireType,
      isPacked,
      place: [...this.#root, ...place],
      field: this.#names.findField?.(place),
      isKey: place.at(-1) === KEY && this.#names.findRepeated?.(place.slice(0, -1))?.content.type === 'map',
    };
  }

  /** Which elements a way leads to, and how it goes on within them. */
  #choose(
    elements: readonly Element[],
    { steps, mark }: Way,
    list: Field | undefined,
  ): { readonly chosen: readonly Element[]; readonly rest: readonly PathStep[]; readonly mark: string } {
    const [step, ...rest] = steps;
    if (step?.type !== 'every' && step?.type !== 'key') return { chosen: elements, rest: steps, mark };
    const chosen = findElements(elements, step, list);
    const intoValue = (rest.length > 0 || this.#options.endsInValues) && isEntryStep(step, list);
    const key = step.type === 'key' ? keyText(step, isEntryStep(step, list)) : '';
    // Of which entry it is the value, the mark says already.
    const into = key === '' ? { ...INTO_VALUE } : INTO_VALUE;
    return { chosen, rest: intoValue ? [into, ...rest] : rest, mark: mark + key };
  }

  #editContent(
    { field, content }: Element,
    place: readonly number[],
    ways: readonly Way[],
    levels: number,
  ): Uint8Array {
    const holdsFields = field.wireType === WireType.LengthDelimited || field.wireType === WireType.StartGroup;
    if (!holdsFields || this.#isText(place)) return content;
    return this.editMessage(content, place, ways, levels - 1);
  }

  /** What is known to be text holds no fields, though it may look like that. */
  #isText(place: readonly number[]): boolean {
    const content = this.#names.findField?.(place)?.content;
    return content?.type === 'scalar' && content.format.type === ScalarType.STRING;
  }

  /** Those ways that lead into what an Any holds, where the message at `place` is one of a known type. */
  #waysIntoAny(
    bytes: Uint8Array,
    fields: readonly WireField[],
    place: readonly number[],
    ways: readonly Way[],
  ): IntoAny {
    const typeName = this.#isAny(place) ? typeNameOf(bytes, fields) : undefined;
    const names = typeName === undefined ? undefined : this.#names.findType?.(typeName);
    const within = new Map<Way, Way>();
    for (const way of names === undefined ? [] : ways) {
      const [first, second] = way.steps;
      const isOwn = first?.type !== 'field' || this.#findNumber(first, place) !== undefined;
      const number = first && this.#findNumber(first, place);
      const goesOn = second?.type === 'field' || second?.type === 'number';
      const inside = { ...way, mark: joined(way.mark, ANY_VALUE) };
      if (!isOwn) within.set(way, inside);
      else if (number === ANY_VALUE && goesOn) within.set(way, { ...inside, steps: way.steps.slice(1) });
    }
    return { names, ways: within };
  }

  #isAny(place: readonly number[]): boolean {
    if (this.#names.findType === undefined) return false;
    if (place.length === 0) return this.#names.findShape?.()?.typeName === ANY;
    const content = this.#names.findField?.(place)?.content;
    return content?.type === 'message' && content.shape().typeName === ANY;
  }

  /** What an Any holds, edited by the names of its type. It may stand there more than once. */
  #editAny(
    bytes: Uint8Array,
    fields: readonly WireField[],
    place: readonly number[],
    { names, ways }: IntoAny,
    levels: number,
  ): ReadonlyMap<WireField, Uint8Array> {
    const left = new Map<WireField, Uint8Array>();
    if (names === undefined || ways.size === 0) return left;
    const within = new FieldEditor(this.#options, names, [...this.#root, ...place, ANY_VALUE]);
    for (const field of fields) {
      if (field.number !== ANY_VALUE || field.wireType !== WireType.LengthDelimited) continue;
      const content = bytes.subarray(field.valueStart, field.valueEnd);
      const changed = within.editMessage(content, [], [...ways.values()], levels - 1);
      if (changed !== content) left.set(field, withValue(bytes, field, changed));
    }
    return left;
  }
}

function joined(mark: string, number: number): string {
  return mark === '' ? String(number) : `${mark}.${number}`;
}

/** Longer keys, and those of other letters, are not written: then all elements are meant. */
const WRITABLE = /^[\x20-\x7e]{1,100}$/;

function keyText({ key, index }: Extract<PathStep, { type: 'key' }>, isEntry: boolean): string {
  if (!isEntry) return index === undefined ? '' : `[${index}]`;
  return WRITABLE.test(key) ? `["${key.replace(/["\\]/g, '\\$&')}"]` : '';
}

/** The message with other bytes in the place of some of its fields. */
function withFields(
  bytes: Uint8Array,
  fields: readonly WireField[],
  changed: ReadonlyMap<WireField, Uint8Array | undefined>,
): Uint8Array {
  return concatBytes(
    fields.map((field) =>
      changed.has(field) ? (changed.get(field) ?? NO_BYTES) : bytes.subarray(field.start, field.end),
    ),
  );
}
