import { WireType } from '@bufbuild/protobuf/wire';
import {
  type Field,
  type FieldContent,
  type MapContent,
  type MessageContent,
  type MessageShape,
  mapContent,
  type ScalarContent,
  wireTypesOf,
} from '../types/field.js';
import type { MessageCodec } from '../types/find-decoder.js';
import { once } from '../types/once.js';
import { KEY, VALUE } from '../wire/map-entry.js';
import { ClassProbe, type Place } from './class-probe.js';
import { FieldProbe, type ProbedWireType } from './field-probe.js';
import { normalFormOf } from './normal-form.js';
import { findProbedNames, type NamedView } from './probed-names.js';
import { findReflectedFields, type ReflectedField, type ReflectedFields } from './reflected-fields.js';
import { isDefaultImplicit, keepsBoth, probeFormat } from './scalar-probe.js';

/** How many fields of a class are remembered. */
const MOST_FIELDS = 10_000;

/**
 * The shape of the messages of a class, as far as the class tells: which fields it knows, and which of them are lists or
 * maps, is learned from what it makes of small messages; names from its reflection, else from its view. `encode` is
 * called for messages that the client never sent.
 */
export function shapeOfClass(codec: MessageCodec, view: NamedView): MessageShape {
  const probe = new ClassProbe(normalFormOf(codec));
  const reflected = once(() => findReflectedFields((bytes) => codec.decode(bytes)));
  return new ClassShape({ probe, view, remembered: 0 }, undefined, reflected);
}

/** What all shapes of a class share. */
interface Shared {
  readonly probe: ClassProbe;
  readonly view: NamedView;
  /** How many fields are remembered. */
  remembered: number;
}

/** What a field of a class is learned to be. */
type Learned = Pick<Field, 'wireTypes' | 'isList' | 'isImplicit' | 'content'>;

class ClassShape implements MessageShape {
  /** Unknown: it cannot be told that a message is an Any. */
  readonly typeName = '';
  readonly isExtendable = false;
  readonly #shared: Shared;
  readonly #place: Place;
  readonly #reflected: () => ReflectedFields | undefined;
  readonly #fields = new Map<number, ClassField>();
  /** Those that stood in some message, and may be members of a oneof. */
  readonly #candidates: ClassField[] = [];
  #hasOneofs = false;

  constructor(shared: Shared, place: Place, reflected: () => ReflectedFields | undefined) {
    this.#shared = shared;
    this.#place = place;
    this.#reflected = reflected;
  }

  findField(number: number): ClassField | undefined {
    const field = this.#fieldAt(number);
    return field.isKnown ? field : undefined;
  }

  namedFields(present: readonly number[]): readonly Field[] {
    const reflected = this.#reflected();
    if (reflected !== undefined) return [...reflected.keys()].map((number) => this.#fieldAt(number));
    return present.flatMap((number) => this.findField(number) ?? []);
  }

  hasOneofs(present: readonly { readonly number: number }[]): boolean {
    for (const { number } of present) {
      const field = this.findField(number);
      // One that is not remembered would be another each time.
      if (field === undefined || field.isCompared || !this.#fields.has(number)) continue;
      field.isCompared = true;
      if (!field.isList && field.content.type !== 'map') this.#compare(field);
    }
    return this.#hasOneofs;
  }

  /** Finds out whether the field is a member of a oneof, together with another that stood in some message. */
  #compare(field: ClassField): void {
    const others = [...this.#candidates];
    this.#candidates.push(field);
    // Most take the place of none.
    if (others.length === 0 || (field.countBefore(others) ?? 0) > 0) return;
    for (const other of others) {
      if (field.countBefore([other]) !== 0 || other.countBefore([field]) !== 0) continue;
      other.oneof ??= {};
      field.oneof = other.oneof;
      this.#hasOneofs = true;
    }
  }

  #fieldAt(number: number): ClassField {
    const known = this.#fields.get(number);
    if (known !== undefined) return known;
    const field = new ClassField(number, this.#place, this.#shared, () => this.#reflected()?.get(number));
    if (this.#shared.remembered < MOST_FIELDS) {
      this.#shared.remembered += 1;
      this.#fields.set(number, field);
    }
    return field;
  }
}

class ClassField implements Field {
  readonly number: number;
  /** The options of a field are not in the code that is made of it. */
  readonly isSecret = false;
  oneof: object | undefined;
  /** Whether it was found out which others it excludes. */
  isCompared = false;
  readonly #shared: Shared;
  readonly #probe: FieldProbe;
  readonly #reflected: () => ReflectedField | undefined;
  readonly #names = once(() => this.#reflected()?.names ?? findProbedNames(this.#probe, this.#shared.view));
  readonly #learned = once(() => this.#learn());
  readonly #example = once(() => this.#probe.examples.find((each) => this.#probe.keep([each])?.length));

  constructor(number: number, place: Place, shared: Shared, reflected: () => ReflectedField | undefined) {
    this.number = number;
    this.#shared = shared;
    this.#probe = new FieldProbe(number, place, shared.probe);
    this.#reflected = reflected;
  }

  /** Whether the class reads it, or at least names it. */
  get isKnown(): boolean {
    return this.#probe.wireTypes.length > 0 || this.#reflected() !== undefined;
  }

  get names(): readonly string[] {
    return this.#names();
  }

  get wireTypes(): readonly WireType[] {
    return this.#learned().wireTypes;
  }

  get isList(): boolean {
    return this.#learned().isList;
  }

  get isImplicit(): boolean {
    return this.#learned().isImplicit;
  }

  get content(): FieldContent {
    return this.#learned().content;
  }

  /** How often the field is kept where it stands before these; undefined where that cannot be told. */
  countBefore(others: readonly ClassField[]): number | undefined {
    const fields = [this, ...others].flatMap((each) => each.#example() ?? []);
    return fields.length > others.length ? this.#probe.keep(fields)?.length : undefined;
  }

  #learn(): Learned {
    const { wireTypes, numberType } = this.#probe;
    if (numberType !== undefined) return this.#scalar(numberType, wireTypes.length > 1);
    const isKnown = wireTypes.length > 0;
    if (isKnown && !this.#probe.isMessage)
      return this.#scalar(WireType.LengthDelimited, keepsBoth(this.#probe));
    // What is named and yet not known is a group, perhaps: it counts as it stands.
    const occurrence = isKnown ? this.#probe.occurrence : 'singular';
    if (occurrence === undefined) throw new Error('It cannot be told how often the field can stand.');
    const content = occurrence === 'map' ? this.#map() : this.#message();
    return { isList: occurrence === 'repeated', isImplicit: false, wireTypes, content };
  }

  #scalar(wireType: ProbedWireType, isList: boolean): Learned {
    const content = scalarOf(this.#probe, wireType);
    const isImplicit = isDefaultImplicit(this.#probe, wireType);
    return { isList, isImplicit, wireTypes: wireTypesOf(content, isList), content };
  }

  #message(): MessageContent {
    const shape = once(() => new ClassShape(this.#shared, this.#probe, () => this.#reflected()?.fields?.()));
    return { type: 'message', isGroup: false, shape };
  }

  #map(): MapContent {
    const [key, value] = [this.#findEntryContent(KEY), this.#findEntryContent(VALUE)];
    return mapContent(key?.type === 'scalar' ? key : undefined, value?.type === 'map' ? undefined : value);
  }

  /** Undefined where the class cannot read or write it: protobufjs writes no map by 64-bit integers or booleans. */
  #findEntryContent(number: number): FieldContent | undefined {
    const field = new ClassField(number, this.#probe, this.#shared, this.#reflected);
    return field.#probe.wireTypes.length === 0 ? undefined : field.content;
  }
}

function scalarOf(probe: FieldProbe, wireType: ProbedWireType): ScalarContent {
  return { type: 'scalar', format: probeFormat(probe, wireType), enum: undefined };
}
