import { fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { isRecord } from '../types/is-record.js';
import { DescriptorFiles } from './descriptor-files.js';
import { schemaOfFiles } from './files-schema.js';
import { createLoaderTypes } from './loader-types.js';
import { mergeSchemas } from './merge-schemas.js';
import type { MethodTypes, Schema } from './method-types.js';

/**
 * The schema in what `@grpc/proto-loader` loads, or in one service of it. Its descriptors are read when the first
 * method is looked for.
 *
 * Field names are as they were loaded: give the loader `keepCase: true` for those of the .proto file. The loader
 * describes every file as proto3: an enum value that a proto2 enum does not know is shown by its number, and a field of a
 * file with an edition is left out at its default unless it says of itself that its presence is explicit.
 */
export function schemaOfPackageDefinition(definition: object): Schema {
  let schema: Schema | undefined;
  return {
    findMethod(path: string): MethodTypes | undefined {
      schema ??= mergeSchemas(descriptorsIn(definition).map(schemaOfDescriptors));
      return schema.findMethod(path);
    },
  };
}

function schemaOfDescriptors(descriptors: readonly Uint8Array[]): Schema {
  const files = descriptors.map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes));
  return schemaOfFiles(new DescriptorFiles(files), createLoaderTypes(files));
}

/** The lists of descriptors that methods refer to: one for all that were loaded together. */
function descriptorsIn(definition: object): readonly (readonly Uint8Array[])[] {
  const lists = new Set<readonly Uint8Array[]>();
  for (const entry of Object.values(definition) as unknown[]) {
    // An entry is a service, a record of methods; in a single service, it is a method.
    for (const method of [entry, ...(isRecord(entry) ? Object.values(entry) : [])]) {
      const list = descriptorsOf(method);
      if (list !== undefined) lists.add(list);
    }
  }
  return [...lists];
}

function descriptorsOf(method: unknown): readonly Uint8Array[] | undefined {
  if (!isRecord(method) || !isRecord(method['requestType'])) return undefined;
  const list = method['requestType']['fileDescriptorProtos'];
  return Array.isArray(list) && list.every((each) => each instanceof Uint8Array) ? list : undefined;
}
