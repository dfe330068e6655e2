import { create, type DescExtension, type DescMessage } from '@bufbuild/protobuf';
import {
  type DescriptorProto,
  DescriptorProtoSchema,
  FeatureSet_FieldPresence,
  FeatureSetSchema,
  type FieldDescriptorProto,
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt';
import type { TypeLookup } from '../types/type-lookup.js';
import { DescriptorFiles } from './descriptor-files.js';
import { join } from './file-index.js';

/**
 * The types in the descriptors of a proto-loader definition. Those name no imports, may refer to each other in a
 * circle (the loader makes one file a package), and name types relative to the place of use. So all are put into one
 * file, packages as messages around their types, which gives the same full names.
 */
export function createLoaderTypes(files: readonly FileDescriptorProto[]): TypeLookup {
  let types: DescriptorFiles | undefined;
  const resolved = (): DescriptorFiles => {
    types ??= new DescriptorFiles([mergeFiles(files)]);
    return types;
  };
  return {
    findMessage: (name): DescMessage | undefined => resolved().findMessage(name),
    findExtension: (extendee, fieldNumber): DescExtension | undefined =>
      resolved().findExtension(extendee, fieldNumber),
  };
}

function mergeFiles(files: readonly FileDescriptorProto[]): FileDescriptorProto {
  const names = new Set(files.flatMap((file) => typeNames(file.package, file.messageType, file)));
  const merged = create(FileDescriptorProtoSchema, { name: 'package-definition.proto', syntax: 'proto3' });
  for (const file of files) {
    for (const message of file.messageType) repairMessage(message, join(file.package, message.name), names);
    for (const extension of file.extension) repairField(extension, file.package, names);
    const { messageType, enumType, extension } = withPackageAsMessage(file);
    merged.messageType.push(...messageType);
    merged.enumType.push(...enumType);
    merged.extension.push(...extension);
  }
  return merged;
}

type FileContent = Pick<FileDescriptorProto, 'messageType' | 'enumType' | 'extension'>;

/** What a file holds, within a message for each part of its package's name. */
function withPackageAsMessage(file: FileDescriptorProto): FileContent {
  const parts = file.package === '' ? [] : file.package.split('.');
  return parts.reduceRight<FileContent>(({ messageType: nestedType, enumType, extension }, name) => {
    const around = create(DescriptorProtoSchema, { name, nestedType, enumType, extension });
    return { messageType: [around], enumType: [], extension: [] };
  }, file);
}

/** The full names of all messages and enums. */
function typeNames(
  scope: string,
  messages: readonly DescriptorProto[],
  { enumType }: Pick<DescriptorProto, 'enumType'>,
): string[] {
  return [
    ...enumType.map(({ name }) => join(scope, name)),
    ...messages.flatMap((message) => {
      const name = join(scope, message.name);
      return [name, ...typeNames(name, message.nestedType, message)];
    }),
  ];
}

/** Undoes in a message what the loader makes different from a .proto file's own descriptor. */
function repairMessage(message: DescriptorProto, scope: string, names: ReadonlySet<string>): void {
  // The extensions within a message stand among its fields; and a copy of each extension that the message has.
  message.extension.push(...message.field.filter((field) => field.extendee !== ''));
  message.field = message.field.filter((field) => field.extendee === '' && !field.name.startsWith('.'));
  for (const field of [...message.field, ...message.extension]) repairField(field, scope, names);
  for (const nested of message.nestedType) repairMessage(nested, join(scope, nested.name), names);
}

function repairField(field: FieldDescriptorProto, scope: string, names: ReadonlySet<string>): void {
  // Only in proto2 is a single field not "packed"; its fields know whether they are set.
  if (field.label === FieldDescriptorProto_Label.OPTIONAL && field.options?.packed === false) {
    field.options.features = create(FeatureSetSchema, { fieldPresence: FeatureSet_FieldPresence.EXPLICIT });
  }
  // A group's field is named for its type, all in small letters; the loader makes only the first one small.
  if (field.type === FieldDescriptorProto_Type.GROUP && isNamedForType(field)) {
    field.name = field.name.toLowerCase();
  }
  if (field.typeName !== '' && !field.typeName.startsWith('.')) {
    field.typeName = `.${fullName(field.typeName, scope, names)}`;
  }
}

function isNamedForType({ name, typeName }: FieldDescriptorProto): boolean {
  const type = typeName.slice(typeName.lastIndexOf('.') + 1);
  return name === type.charAt(0).toLowerCase() + type.slice(1);
}

/** A relative name means the innermost type around the field that has it, as in a .proto file. */
function fullName(name: string, scope: string, names: ReadonlySet<string>): string {
  for (let around = scope; around !== ''; around = around.slice(0, Math.max(0, around.lastIndexOf('.')))) {
    if (names.has(join(around, name))) return join(around, name);
  }
  return name;
}
