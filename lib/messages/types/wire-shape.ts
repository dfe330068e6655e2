import {
  type DescEnum,
  type DescExtension,
  type DescField,
  type DescMessage,
  ScalarType,
} from '@bufbuild/protobuf';
import { WireType } from '@bufbuild/protobuf/wire';

/** In which wire types a field may come, and what a length-delimited one holds where that is a message. */
export interface FieldShape {
  readonly wireTypes: readonly WireType[];
  readonly content: (() => WireShape) | undefined;
}

/** The fields of a message by number, as they look on the wire. */
export type WireShape = ReadonlyMap<number, FieldShape>;

/** What a field, or a map's value, holds. */
interface Content {
  readonly message?: DescMessage | undefined;
  readonly enum?: DescEnum | undefined;
  readonly scalar?: ScalarType | undefined;
}

const shapes = new WeakMap<DescMessage, WireShape>();

/** The wire shape of a message type. */
export function wireShapeOf(desc: DescMessage): WireShape {
  const known = shapes.get(desc);
  if (known !== undefined) return known;
  const shape = new Map(desc.fields.map((field) => [field.number, fieldShape(field)]));
  shapes.set(desc, shape);
  return shape;
}

/** The wire shape of one field. */
export function fieldShape(field: DescField | DescExtension): FieldShape {
  if (field.fieldKind === 'map') {
    const entry = new Map([
      [1, contentShape({ scalar: field.mapKey })],
      [2, contentShape(field)],
    ]);
    return { wireTypes: [WireType.LengthDelimited], content: () => entry };
  }
  if (field.message !== undefined && field.delimitedEncoding) {
    return { wireTypes: [WireType.StartGroup], content: undefined };
  }
  const shape = contentShape(field);
  // Numbers of a list may be packed or not, whatever the declaration says.
  const wireTypes =
    field.fieldKind === 'list' ? [...shape.wireTypes, WireType.LengthDelimited] : shape.wireTypes;
  return { ...shape, wireTypes };
}

function contentShape({ message, enum: enumeration, scalar }: Content): FieldShape {
  if (message !== undefined) {
    return { wireTypes: [WireType.LengthDelimited], content: () => wireShapeOf(message) };
  }
  const isNumber = enumeration !== undefined || scalar === undefined;
  return { wireTypes: [isNumber ? WireType.Varint : scalarWireType(scalar)], content: undefined };
}

/** The wire type of a scalar that stands alone. */
export function scalarWireType(scalar: ScalarType): WireType {
  switch (scalar) {
    case ScalarType.STRING:
    case ScalarType.BYTES:
      return WireType.LengthDelimited;
    case ScalarType.DOUBLE:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return WireType.Bit64;
    case ScalarType.FLOAT:
    case ScalarType.FIXED32:
    case ScalarType.SFIXED32:
      return WireType.Bit32;
    default:
      return WireType.Varint;
  }
}
