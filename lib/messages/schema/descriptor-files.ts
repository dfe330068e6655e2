import {
  clone,
  create,
  createFileRegistry,
  type DescExtension,
  type DescMessage,
  type FileRegistry,
} from '@bufbuild/protobuf';
import {
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from '@bufbuild/protobuf/wkt';
import type { TypeLookup } from '../types/type-lookup.js';
import { type FileIndex, indexFiles } from './file-index.js';
import { indexMethods, type MethodSignature } from './method-index.js';
import { WELL_KNOWN_FILES } from './well-known-files.js';

/** Descriptor files that refer to each other; each is resolved, with what it imports, when a type of it is needed. */
export class DescriptorFiles implements TypeLookup {
  readonly #own: readonly FileDescriptorProto[];
  readonly #registries = new Map<FileDescriptorProto, FileRegistry>();
  #methods: ReadonlyMap<string, MethodSignature> | undefined;
  #types: FileIndex | undefined;
  #names: ReadonlyMap<string, FileDescriptorProto> | undefined;

  constructor(files: readonly FileDescriptorProto[]) {
    this.#own = files;
  }

  /** `path` is `/package.Service/Method`. */
  findMethod(path: string): MethodSignature | undefined {
    this.#methods ??= indexMethods(this.#own);
    return this.#methods.get(path);
  }

  findMessage(name: string): DescMessage | undefined {
    const place = this.#index().messages.get(name);
    return place && this.#registryOf(place.file).getMessage(name);
  }

  findExtension(extendee: string, fieldNumber: number): DescExtension | undefined {
    const place = this.#index().extensions.get(extendee)?.get(fieldNumber);
    return place && this.#registryOf(place.file).getExtension(place.name);
  }

  #index(): FileIndex {
    this.#types ??= indexFiles([...WELL_KNOWN_FILES, ...this.#own]);
    return this.#types;
  }

  #registryOf(file: FileDescriptorProto): FileRegistry {
    const known = this.#registries.get(file);
    if (known !== undefined) return known;
    const registry = resolve(file.name, this.#withImports(file));
    this.#registries.set(file, registry);
    return registry;
  }

  /** The file behind all that it imports, each once. */
  #withImports(file: FileDescriptorProto): FileDescriptorProto[] {
    const seen = new Set<string>();
    const ordered: FileDescriptorProto[] = [];
    const visit = (each: FileDescriptorProto): void => {
      if (seen.has(each.name)) return;
      seen.add(each.name);
      const imports = each.dependency
        .map((name) => this.#fileNamed(name))
        .filter((found) => found !== undefined);
      for (const found of imports) visit(found);
      ordered.push(imports.length === each.dependency.length ? each : withDependencies(each, imports));
    };
    visit(file);
    return ordered;
  }

  #fileNamed(name: string): FileDescriptorProto | undefined {
    this.#names ??= new Map([...WELL_KNOWN_FILES, ...this.#own].map((file) => [file.name, file]));
    return this.#names.get(name);
  }
}

/** A file that is missing may have been imported for options only, as google/api/annotations.proto is. */
function withDependencies(
  file: FileDescriptorProto,
  imports: readonly FileDescriptorProto[],
): FileDescriptorProto {
  const copy = clone(FileDescriptorProtoSchema, file);
  copy.dependency = imports.map(({ name }) => name);
  return copy;
}

function resolve(name: string, file: FileDescriptorProto[]): FileRegistry {
  try {
    return createFileRegistry(create(FileDescriptorSetSchema, { file }));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const advice = 'Does it hold all imports (protoc --include_imports)?';
    throw new Error(`The types of ${name} in the schema cannot be resolved: ${reason}. ${advice}`, { cause });
  }
}
