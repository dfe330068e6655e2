/** One metadata value: text, or bytes where the key ends with `-bin`. */
export type MetadataValue = string | Uint8Array;

/** Metadata of a call: lower-case keys, each with its values in the order they were sent. */
export type MetadataEntries = ReadonlyMap<string, readonly MetadataValue[]>;

/** No metadata at all. */
export const NO_METADATA: MetadataEntries = new Map();
