import { fromBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { WELL_KNOWN_FILES } from '../../messages/schema/well-known-files.js';

const FILES_OF_SET = 1;

/** The descriptor files that a server has handed out, each once. */
export class ReflectedFiles {
  readonly #files = new Map<string, Uint8Array>();
  readonly #imports = new Set<string>();

  get isEmpty(): boolean {
    return this.#files.size === 0;
  }

  /** Takes a serialized `google.protobuf.FileDescriptorProto`. Throws an Error when the bytes are none. */
  add(bytes: Uint8Array): void {
    const { name, dependency } = fromBinary(FileDescriptorProtoSchema, bytes);
    if (name === '') throw new Error('a descriptor file has no name');
    this.#files.set(name, bytes);
    for (const imported of dependency) this.#imports.add(imported);
  }

  /** The imports that have not come, without those that every runtime brings along; grows as files are added. */
  *missing(): Generator<string, void> {
    const wellKnown = new Set(WELL_KNOWN_FILES.map(({ name }) => name));
    // A Set may grow while it is walked through.
    for (const name of this.#imports) if (!this.#files.has(name) && !wellKnown.has(name)) yield name;
  }

  /** A serialized `google.protobuf.FileDescriptorSet` of all files, with the bytes that the server sent. */
  toDescriptorSet(): Uint8Array {
    const writer = new BinaryWriter();
    for (const bytes of this.#files.values()) writer.tag(FILES_OF_SET, WireType.LengthDelimited).bytes(bytes);
    return writer.finish();
  }
}
