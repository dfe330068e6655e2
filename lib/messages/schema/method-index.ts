import type { FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import { join, withoutDot } from './file-index.js';

/** A method's message types, by full name. */
export interface MethodSignature {
  readonly request: string;
  readonly response: string;
}

/** The methods of all services by path, such as `/package.Service/Method`. */
export function indexMethods(files: Iterable<FileDescriptorProto>): ReadonlyMap<string, MethodSignature> {
  const methods = new Map<string, MethodSignature>();
  for (const file of files) {
    for (const service of file.service) {
      for (const { name, inputType, outputType } of service.method) {
        methods.set(`/${join(file.package, service.name)}/${name}`, {
          request: withoutDot(inputType),
          response: withoutDot(outputType),
        });
      }
    }
  }
  return methods;
}
