import type { DescExtension, DescMessage } from '@bufbuild/protobuf';

/** Finds types by name, resolving no more of the schema than they need. */
export interface TypeLookup {
  /** `name` is the full name without a leading dot. Throws an Error when the type refers to one that is missing. */
  findMessage(name: string): DescMessage | undefined;
  /** The extension of message `extendee` that has this field number. */
  findExtension(extendee: string, fieldNumber: number): DescExtension | undefined;
}
