import { fromBinary } from '@bufbuild/protobuf';
import { type FileDescriptorSet, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { DescriptorFiles } from './descriptor-files.js';
import { schemaOfFiles } from './files-schema.js';
import { lacksImports } from './lacks-imports.js';
import { createLoaderTypes } from './loader-types.js';
import type { Schema } from './method-types.js';

/**
 * The schema in a serialized `google.protobuf.FileDescriptorSet` (`buf build --as-file-descriptor-set`,
 * `protoc --include_imports --descriptor_set_out`). Throws an Error when the bytes are none. Types are resolved when they
 * are first needed.
 */
export function schemaOfDescriptorSet(bytes: Uint8Array): Schema {
  const files = decode(bytes).file;
  return schemaOfFiles(
    new DescriptorFiles(files),
    lacksImports(files) ? createLoaderTypes(files) : undefined,
  );
}

function decode(bytes: Uint8Array): FileDescriptorSet {
  let set: FileDescriptorSet | undefined;
  let cause: unknown;
  try {
    set = fromBinary(FileDescriptorSetSchema, bytes);
  } catch (error) {
    cause = error;
  }
  // Other bytes can happen to read as a set of nothing, or of files without names.
  if (set === undefined || set.file.length === 0 || set.file.some((file) => file.name === '')) {
    throw new Error('These bytes are not a serialized google.protobuf.FileDescriptorSet.', { cause });
  }
  return set;
}
