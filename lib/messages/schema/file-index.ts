import type { DescriptorProto, FieldDescriptorProto, FileDescriptorProto } from '@bufbuild/protobuf/wkt';

/** A type's full name, and the file that it stands in. */
interface TypePlace {
  readonly name: string;
  readonly file: FileDescriptorProto;
}

/** Which file a type stands in; names are full, without a leading dot. */
export interface FileIndex {
  readonly messages: ReadonlyMap<string, TypePlace>;
  /** By the message that is extended, then by field number. */
  readonly extensions: ReadonlyMap<string, ReadonlyMap<number, TypePlace>>;
}

/** Finds all messages and extensions. Of two of the same name, that of the last file counts. */
export function indexFiles(files: Iterable<FileDescriptorProto>): FileIndex {
  const messages = new Map<string, TypePlace>();
  const extensions = new Map<string, Map<number, TypePlace>>();

  function addExtensions(
    list: readonly FieldDescriptorProto[],
    scope: string,
    file: FileDescriptorProto,
  ): void {
    for (const { name, number, extendee } of list) {
      const numbers = extensions.get(withoutDot(extendee)) ?? new Map<number, TypePlace>();
      extensions.set(withoutDot(extendee), numbers);
      numbers.set(number, { name: join(scope, name), file });
    }
  }

  function addMessages(list: readonly DescriptorProto[], scope: string, file: FileDescriptorProto): void {
    for (const message of list) {
      const name = join(scope, message.name);
      messages.set(name, { name, file });
      addMessages(message.nestedType, name, file);
      addExtensions(message.extension, name, file);
    }
  }

  for (const file of files) {
    addMessages(file.messageType, file.package, file);
    addExtensions(file.extension, file.package, file);
  }
  return { messages, extensions };
}

/** A name within a scope; the scope of no package is empty. */
export function join(scope: string, name: string): string {
  return scope === '' ? name : `${scope}.${name}`;
}

/** Descriptors write a full name with a leading dot. */
export function withoutDot(name: string): string {
  return name.startsWith('.') ? name.slice(1) : name;
}
