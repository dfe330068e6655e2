import type { ScalarType as LibraryScalarType } from '@bufbuild/protobuf';

/**
 * The types of scalars, by the numbers of `google.protobuf.FieldDescriptorProto.Type`. Those of @bufbuild/protobuf, which
 * are not loaded for them: with them come all descriptors.
 * https://github.com/protocolbuffers/protobuf/blob/main/src/google/protobuf/descriptor.proto
 */
export const ScalarType = {
  DOUBLE: 1,
  FLOAT: 2,
  INT64: 3,
  UINT64: 4,
  INT32: 5,
  FIXED64: 6,
  FIXED32: 7,
  BOOL: 8,
  STRING: 9,
  BYTES: 12,
  UINT32: 13,
  SFIXED32: 15,
  SFIXED64: 16,
  SINT32: 17,
  SINT64: 18,
} as unknown as typeof LibraryScalarType;

export type ScalarType = LibraryScalarType;
