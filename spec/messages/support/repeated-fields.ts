import { ScalarType } from '@bufbuild/protobuf';
import { WireType } from '@bufbuild/protobuf/wire';
import {
  type Field,
  type FieldContent,
  mapContent,
  type ScalarContent,
  wireTypesOf,
} from '../../../lib/messages/types/field.js';
import { scalarFormat } from '../../../lib/messages/types/scalar-format.js';

/** What a list or a map holds on the wire. */
export type ElementKind = 'entry' | 'message' | 'text' | 'varint' | 'fixed32' | 'fixed64';

const KINDS: ReadonlyMap<WireType, ElementKind> = new Map([
  [WireType.LengthDelimited, 'text'],
  [WireType.Varint, 'varint'],
  [WireType.Bit32, 'fixed32'],
  [WireType.Bit64, 'fixed64'],
]);

const MAP = mapContent(scalar(ScalarType.STRING), scalar(ScalarType.STRING));

const CONTENTS: { readonly [kind in ElementKind]: FieldContent } = {
  entry: MAP,
  message: { type: 'message', isGroup: false, shape: () => MAP.entry },
  text: scalar(ScalarType.STRING),
  varint: scalar(ScalarType.INT32),
  fixed32: scalar(ScalarType.FLOAT),
  fixed64: scalar(ScalarType.DOUBLE),
};

/** A repeated field that holds such elements. */
export function repeatedField(kind: ElementKind): Field {
  const content = CONTENTS[kind];
  const isList = kind !== 'entry';
  const wireTypes = wireTypesOf(content, isList);
  return {
    number: 1,
    names: [],
    wireTypes,
    isList,
    isImplicit: false,
    isSecret: false,
    oneof: undefined,
    content,
  };
}

/** What a repeated field holds; undefined where there is none. */
export function kindOf(field: Field | undefined): ElementKind | undefined {
  if (field === undefined) return undefined;
  const { content } = field;
  if (content.type === 'scalar') return KINDS.get(content.format.wireType);
  return content.type === 'map' ? 'entry' : 'message';
}

function scalar(type: ScalarType): ScalarContent {
  return { type: 'scalar', format: scalarFormat(type), enum: undefined };
}
