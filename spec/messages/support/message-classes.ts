import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type FieldInfo, MessageType, type PartialFieldInfo, ScalarType } from '@protobuf-ts/runtime';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import type { MessageCodec } from '../../../lib/messages/types/find-decoder.js';
import { findDecoder } from '../../../lib/messages/types/find-decoder.js';
import { type Long, longText } from '../../../lib/messages/types/long.js';
import { readWireFields } from '../../../lib/messages/wire/wire-fields.js';
import { fixtures } from './fixtures.js';

/** How a client with that message writes it, and reads it by what is found from it. */
export function codecOf<T extends object>(message: T, encode: (message: T) => Uint8Array): MessageCodec {
  const decode = findDecoder(message);
  if (decode === undefined) throw new Error('The message has no class.');
  return { decode, encode: (each) => encode(each as T) };
}

/** A message class of google-protobuf. */
export function classicCodec(message: { serializeBinary(): Uint8Array }): MessageCodec {
  return codecOf(message, (each) => each.serializeBinary());
}

/** A message class of protobufjs. */
interface Type {
  create(): object;
  encode(message: object): { finish(): Uint8Array };
}

interface Root {
  lookupType(name: string): Type;
}

/** The protobufjs that proto-loader itself uses. */
const require = createRequire(createRequire(import.meta.url).resolve('@grpc/proto-loader'));
const protobufjs = require('protobufjs') as {
  readonly Root: new () => Root & { loadSync(file: string, options: object): Root };
  parse(source: string, options: object): { readonly root: Root };
  readonly Reader: { create(bytes: Uint8Array): Reader };
  readonly Writer: { create(): Writer };
};

/** Of fixtures/everything.proto, by reflection of protobufjs. */
export function reflectedCodec(name = 'everything.Everything'): MessageCodec {
  const root = new protobufjs.Root().loadSync(join(fixtures, 'everything.proto'), { keepCase: true });
  return typeCodec(root.lookupType(name));
}

/** Of a .proto source, by reflection of protobufjs. */
export function parsedCodec(source: string, name: string): MessageCodec {
  return typeCodec(protobufjs.parse(source, {}).root.lookupType(name));
}

function typeCodec(type: Type): MessageCodec {
  return codecOf(type.create(), (message) => type.encode(message).finish());
}

interface Reader {
  readonly len: number;
  readonly pos: number;
  uint32(): number;
  int32(): number;
  string(): string;
  bytes(): Uint8Array;
  int64(): unknown;
  double(): number;
  skipType(type: number): void;
}

interface Writer {
  uint32(value: number): Writer;
  int32(value: number): Writer;
  string(value: string): Writer;
  bytes(value: Uint8Array): Writer;
  int64(value: unknown): Writer;
  double(value: number): Writer;
  fork(): Writer;
  ldelim(): Writer;
  finish(): Uint8Array;
}

/**
 * As pbjs makes it (`--target static-module`), of `message Leaf { string text_value = 1; int64 big = 2; bytes raw = 3;
 * optional int32 count = 4; double ratio = 5; repeated Leaf leaves = 6; }`.
 */
export class StaticLeaf {
  declare textValue: string;
  declare big: unknown;
  declare raw: Uint8Array;
  declare count: number | null;
  declare ratio: number;
  leaves: StaticLeaf[] = [];

  static {
    const defaults = {
      textValue: '',
      big: { low: 0, high: 0, unsigned: false },
      raw: [],
      count: null,
      ratio: 0,
    };
    Object.assign(StaticLeaf.prototype, defaults);
  }

  static encode(message: StaticLeaf, writer: Writer = protobufjs.Writer.create()): Writer {
    const has = (name: keyof StaticLeaf): boolean => message[name] != null && Object.hasOwn(message, name);
    if (has('textValue')) writer.uint32(10).string(message.textValue);
    if (has('big')) writer.uint32(16).int64(message.big);
    if (has('raw')) writer.uint32(26).bytes(message.raw);
    if (has('count')) writer.uint32(32).int32(message.count as number);
    if (has('ratio')) writer.uint32(41).double(message.ratio);
    for (const leaf of message.leaves) StaticLeaf.encode(leaf, writer.uint32(50).fork()).ldelim();
    return writer;
  }

  static decode(source: Uint8Array | Reader, length?: number): StaticLeaf {
    const reader = source instanceof Uint8Array ? protobufjs.Reader.create(source) : source;
    const end = length === undefined ? reader.len : reader.pos + length;
    const message = new StaticLeaf();
    while (reader.pos < end) StaticLeaf.read(message, reader);
    return message;
  }

  private static read(message: StaticLeaf, reader: Reader): void {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 1:
        message.textValue = reader.string();
        break;
      case 2:
        message.big = reader.int64();
        break;
      case 3:
        message.raw = reader.bytes();
        break;
      case 4:
        message.count = reader.int32();
        break;
      case 5:
        message.ratio = reader.double();
        break;
      case 6:
        message.leaves.push(StaticLeaf.decode(reader, reader.uint32()));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }

  toJSON(): object {
    const { leaves, ...fields } = this;
    return leaves.length === 0 ? fields : { ...fields, leaves };
  }
}

export function staticCodec(): MessageCodec {
  return codecOf(new StaticLeaf(), (message) => StaticLeaf.encode(message).finish());
}

/** That class with 64-bit integers as numbers, as in google-protobuf before version 4 and protobufjs without `long`. */
export function roundingCodec(): MessageCodec {
  const { decode, encode } = staticCodec();
  const round = (leaf: StaticLeaf): StaticLeaf => {
    leaf.big = Number(longText(leaf.big as Long));
    leaf.leaves.forEach(round);
    return leaf;
  };
  return { decode: (bytes) => round(decode(bytes) as StaticLeaf), encode };
}

/** That class with a serialiser that writes defaults, whether they were set or not. */
export function eagerCodec(): MessageCodec {
  const { decode, encode } = staticCodec();
  const setDefaults = (leaf: StaticLeaf): StaticLeaf => {
    const { textValue, big, raw, ratio } = leaf;
    leaf.leaves.forEach(setDefaults);
    return Object.assign(leaf, { textValue, big, raw, ratio });
  };
  return { decode, encode: (leaf) => encode(setDefaults(leaf as StaticLeaf)) };
}

/** `Struct` by a class that, as those of protoc-gen-ts, cannot read an entry of a map without a key or a value. */
export function strictCodec(): MessageCodec {
  const { decode, encode } = classicCodec(new struct.Struct());
  return {
    decode(bytes) {
      for (const { number, valueStart, valueEnd } of readWireFields(bytes) ?? []) {
        const numbers = readWireFields(bytes, valueStart, valueEnd)?.map((field) => field.number);
        if (number === 1 && !(numbers?.includes(1) && numbers.includes(2)))
          throw new Error('Assertion failed');
      }
      return decode(bytes);
    },
    encode,
  };
}

/** A message type of protobuf-ts. */
export function tsCodec<T extends object>(type: MessageType<T>): MessageCodec {
  return codecOf(type.create(), (message) => type.toBinary(message));
}

const TsLeaf = new MessageType<object>('everything.Leaf', [
  { no: 1, name: 'displayName', kind: 'scalar', T: ScalarType.STRING },
  { no: 2, name: 'number_of_things', kind: 'scalar', T: ScalarType.INT32 },
]);

function scalar(no: number, name: string, T: ScalarType): PartialFieldInfo {
  return { no, name, kind: 'scalar', T } as PartialFieldInfo;
}

/** What is used here of everything.Everything, of protobuf-ts. */
export const TsEverything: MessageType<object> = new MessageType<object>('everything.Everything', [
  scalar(1, 'int32_value', ScalarType.INT32),
  { ...scalar(2, 'int64_value', ScalarType.INT64), L: 0 } as FieldInfo,
  scalar(11, 'float_value', ScalarType.FLOAT),
  scalar(12, 'double_value', ScalarType.DOUBLE),
  scalar(13, 'bool_value', ScalarType.BOOL),
  scalar(14, 'string_value', ScalarType.STRING),
  scalar(15, 'bytes_value', ScalarType.BYTES),
  { no: 17, name: 'leaf_message', kind: 'message', T: () => TsLeaf },
  { no: 21, name: 'optional_int32', kind: 'scalar', T: ScalarType.INT32, opt: true },
  { no: 31, name: 'int32_list', kind: 'scalar', T: ScalarType.INT32, repeat: 1 },
  { no: 34, name: 'string_list', kind: 'scalar', T: ScalarType.STRING, repeat: 2 },
  { no: 37, name: 'leaf_list', kind: 'message', T: () => TsLeaf, repeat: 1 },
  {
    no: 41,
    name: 'string_map',
    kind: 'map',
    K: ScalarType.STRING,
    V: { kind: 'scalar', T: ScalarType.STRING },
  },
  { no: 43, name: 'leaf_map', kind: 'map', K: ScalarType.INT64, V: { kind: 'message', T: () => TsLeaf } },
  { no: 44, name: 'color_map', kind: 'map', K: ScalarType.BOOL, V: { kind: 'scalar', T: ScalarType.INT32 } },
  { no: 51, name: 'choice_text', kind: 'scalar', T: ScalarType.STRING, oneof: 'choice' },
  { no: 52, name: 'choice_number', kind: 'scalar', T: ScalarType.INT64, L: 0, oneof: 'choice' },
] as PartialFieldInfo[] as FieldInfo[]);
