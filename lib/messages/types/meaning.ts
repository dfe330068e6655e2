import type { JsonValue } from '../../model/json.js';

/** What messages of one type mean, as far as it is known. */
export interface Meaning {
  /**
   * Bytes that two messages share exactly when they are equal in meaning, fields that are to be ignored left out.
   * Bytes that are no message stand for themselves. Never throws. The result may be `bytes` itself.
   */
  canonical(bytes: Uint8Array): Uint8Array;
  /** Whether canonical bytes are always the same ones in another order. */
  readonly onlyReorders?: boolean;
  /** The message as plain data, with its fields' names; undefined where they are not known. Never throws. */
  view(bytes: Uint8Array): JsonValue | undefined;
}
