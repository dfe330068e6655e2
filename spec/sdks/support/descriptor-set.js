import { create, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';

/** The option `schema` for an SDK that brings code of protobuf-es: its files, after all that they import. */
export function descriptorSet(...files) {
  const found = new Set();
  const collect = (file) => {
    file.dependencies.forEach(collect);
    found.add(file.proto);
  };
  files.forEach(collect);
  return toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: [...found] }));
}
