import type { DescriptorProto, FieldDescriptorProto, FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import { indexFiles, withoutDot } from './file-index.js';

/**
 * Whether these files refer to each other without naming imports, or to types by relative names. protoc makes no such
 * files; proto-loader does, and so do the servers that reflect them (`@grpc/reflection`):
 * https://github.com/grpc/grpc-node/issues/2595
 */
export function lacksImports(files: readonly FileDescriptorProto[]): boolean {
  if (files.some(({ dependency }) => dependency.length > 0)) return false;
  return files.some(hasRelativeName) || hasForeignMethodType(files);
}

function hasRelativeName({ messageType, extension }: FileDescriptorProto): boolean {
  return [...messageType.flatMap(fieldsOf), ...extension].some(
    ({ typeName }) => typeName !== '' && !typeName.startsWith('.'),
  );
}

function fieldsOf({ field, extension, nestedType }: DescriptorProto): readonly FieldDescriptorProto[] {
  return [...field, ...extension, ...nestedType.flatMap(fieldsOf)];
}

function hasForeignMethodType(files: readonly FileDescriptorProto[]): boolean {
  const { messages } = indexFiles(files);
  const isForeign = (type: string, file: FileDescriptorProto): boolean => {
    const place = messages.get(withoutDot(type));
    return place !== undefined && place.file !== file;
  };
  return files.some((file) =>
    file.service.some(({ method }) =>
      method.some(({ inputType, outputType }) => isForeign(inputType, file) || isForeign(outputType, file)),
    ),
  );
}
