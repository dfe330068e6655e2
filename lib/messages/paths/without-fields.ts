import type { FieldPath } from '../../model/field-path.js';
import type { FieldNames } from '../types/field-names.js';
import { editFields } from './edit-fields.js';

/** What the names in paths are resolved by, and who is told of paths that led to something. */
export interface RemovalOptions {
  readonly names?: Partial<FieldNames>;
  /** Is told each path that led to something, once or more often. */
  readonly onRemoved?: (path: FieldPath) => void;
}

/**
 * A message without the fields that the paths lead to, as `editFields` finds them. `messages` removes the field,
 * `messages[3]` one element, and `labels[env]` one entry. Removing what is in a message leaves the message, empty
 * perhaps.
 *
 * Bytes that are no message stay as they are; gives `bytes` itself where nothing is removed. Never throws.
 */
export function withoutFields(
  bytes: Uint8Array,
  paths: readonly FieldPath[],
  { names, onRemoved }: RemovalOptions = {},
): Uint8Array {
  return editFields(bytes, paths, {
    ...(names === undefined ? {} : { names }),
    endsInValues: false,
    edit({ path }) {
      onRemoved?.(path);
      return undefined;
    },
  });
}
