import type { DescEnum, DescExtension, DescField, DescMessage } from '@bufbuild/protobuf';
import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';
import {
  type Field,
  type ItemContent,
  type MessageShape,
  mapContent,
  type ScalarContent,
  wireTypesOf,
} from './field.js';
import { type ScalarFormat, scalarFormat } from './scalar-format.js';
import { ScalarType } from './scalar-type.js';
import type { TypeLookup } from './type-lookup.js';

/** The shapes of a schema's messages, each made once, when it is first needed. */
export class DescriptorShapes {
  readonly #types: TypeLookup;
  readonly #shapes = new Map<DescMessage, MessageShape>();

  constructor(types: TypeLookup) {
    this.#types = types;
  }

  /** The shape of the messages of that type; undefined where there is none. Throws an Error as `TypeLookup` does. */
  find(typeName: string): MessageShape | undefined {
    const desc = this.#types.findMessage(typeName);
    return desc && this.of(desc);
  }

  /** The shape of the messages of that type. */
  of(desc: DescMessage): MessageShape {
    const known = this.#shapes.get(desc);
    if (known !== undefined) return known;
    const shape = new DescriptorShape(desc, this, this.#types);
    this.#shapes.set(desc, shape);
    return shape;
  }
}

/** A message's fields, each looked at when it first occurs. */
class DescriptorShape implements MessageShape {
  readonly typeName: string;
  readonly isExtendable: boolean;
  readonly #desc: DescMessage;
  readonly #shapes: DescriptorShapes;
  readonly #types: TypeLookup;
  readonly #fields = new Map<number, Field | undefined>();

  constructor(desc: DescMessage, shapes: DescriptorShapes, types: TypeLookup) {
    this.typeName = desc.typeName;
    this.isExtendable = desc.proto.extensionRange.length > 0;
    this.#desc = desc;
    this.#shapes = shapes;
    this.#types = types;
  }

  findField(number: number): Field | undefined {
    const known = this.#fields.get(number);
    if (known !== undefined || this.#fields.has(number)) return known;
    const desc = this.#desc.fields.find((each) => each.number === number) ?? this.#findExtension(number);
    const field = desc && fieldOf(desc, this.#shapes);
    this.#fields.set(number, field);
    return field;
  }

  namedFields(): readonly Field[] {
    return this.#desc.fields.flatMap(({ number }) => this.findField(number) ?? []);
  }

  hasOneofs(): boolean {
    return this.#desc.oneofs.length > 0;
  }

  #findExtension(number: number): DescExtension | undefined {
    try {
      return this.#types.findExtension(this.typeName, number);
    } catch {
      // It refers to a type that the schema lacks.
      return undefined;
    }
  }
}

function fieldOf(desc: DescField | DescExtension, shapes: DescriptorShapes): Field {
  const isList = desc.fieldKind === 'list';
  const content =
    desc.fieldKind === 'map'
      ? mapContent(scalarContent(desc.mapKey, desc.utf8Validation), itemContent(desc, shapes))
      : itemContent(desc, shapes);
  return {
    number: desc.number,
    names: desc.kind === 'extension' ? [`[${desc.typeName}]`] : [desc.name, desc.jsonName],
    wireTypes: wireTypesOf(content, isList),
    isList,
    isImplicit: desc.presence === FeatureSet_FieldPresence.IMPLICIT,
    isSecret: desc.proto.options?.debugRedact === true,
    oneof: desc.oneof,
    content,
  };
}

/** What a field holds, an element of a list, or the value of a map. */
function itemContent(desc: DescField | DescExtension, shapes: DescriptorShapes): ItemContent {
  const { message } = desc;
  if (message !== undefined) {
    const isGroup = desc.fieldKind !== 'map' && desc.delimitedEncoding;
    return { type: 'message', isGroup, shape: () => shapes.of(message) };
  }
  if (desc.enum !== undefined) return { type: 'scalar', format: enumFormat(desc.enum), enum: desc.enum };
  return scalarContent(desc.scalar, desc.utf8Validation);
}

function scalarContent(type: ScalarType, utf8Validation: boolean): ScalarContent {
  const mustBeUtf8 = type === ScalarType.STRING && utf8Validation;
  return { type: 'scalar', format: scalarFormat(type, mustBeUtf8), enum: undefined };
}

/** A closed enum need not have a zero. */
function enumFormat({ values }: DescEnum): ScalarFormat {
  const zero = new BinaryWriter().int32(values[0]?.number ?? 0).finish();
  return { ...scalarFormat(ScalarType.INT32), zero };
}
