import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Status } from '../../model/status.js';

// What is needed of the messages of grpc.reflection.v1; those of v1alpha are the same on the wire.
// https://github.com/grpc/grpc/blob/master/src/proto/grpc/reflection/v1/reflection.proto

const QUESTIONS = { file_by_filename: 3, file_containing_symbol: 4, list_services: 7 } as const;

/** A `ServerReflectionRequest`. */
export interface ReflectionQuestion {
  readonly question: keyof typeof QUESTIONS;
  /** The name of a file or of a symbol; `list_services` takes any text. */
  readonly subject: string;
}

/** A `ServerReflectionResponse`. */
export interface ReflectionAnswer {
  /** Serialized `google.protobuf.FileDescriptorProto` messages. */
  readonly files: readonly Uint8Array[];
  /** Full names. */
  readonly services: readonly string[];
  /** Why there is no answer. */
  readonly error: Status | undefined;
}

/** The bytes of a question. */
export function encodeReflectionQuestion({ question, subject }: ReflectionQuestion): Uint8Array {
  return new BinaryWriter().tag(QUESTIONS[question], WireType.LengthDelimited).string(subject).finish();
}

/** The answer in bytes. Throws an Error when they are none. */
export function decodeReflectionAnswer(bytes: Uint8Array): ReflectionAnswer {
  const files: Uint8Array[] = [];
  const services: string[] = [];
  let error: Status | undefined;
  readFields(bytes, {
    4: (reader) => readFields(reader.bytes(), { 1: (list) => files.push(list.bytes()) }),
    6: (reader) => readFields(reader.bytes(), { 1: (list) => services.push(readName(list.bytes())) }),
    7: (reader) => {
      error = readError(reader.bytes());
    },
  });
  return { files, services, error };
}

function readName(bytes: Uint8Array): string {
  let name = '';
  readFields(bytes, {
    1: (reader) => {
      name = reader.string();
    },
  });
  return name;
}

function readError(bytes: Uint8Array): Status {
  const error = { code: 0, details: '' };
  readFields(bytes, {
    1: (reader) => {
      error.code = reader.int32();
    },
    2: (reader) => {
      error.details = reader.string();
    },
  });
  return error;
}

/** Reads the fields that have a reader, and passes over the others. */
function readFields(
  bytes: Uint8Array,
  readers: Readonly<Record<number, (reader: BinaryReader) => unknown>>,
): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    const read = readers[field];
    if (read === undefined) reader.skip(wireType, field);
    else read(reader);
  }
}
