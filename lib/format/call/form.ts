import type { TreeNode } from '../yaml/tree.js';
import type { TreeValues } from '../yaml/tree-values.js';

/** How a value of a `call` block is written, and read again. */
export interface CallForm<Value> {
  /**
   * The value in the shape that `emit` writes: `rest` follows the key's colon on its line, `below` are the lines after
   * it. Undefined for every other shape, which a YAML parser must read.
   */
  find(rest: string, below: LinesBelow): Value | undefined;
  /** The value in any shape that YAML has for it. Throws a `CassetteError` that names the line. */
  read(node: TreeNode, key: string, values: TreeValues): Value;
  /** The lines of `key`; none for a value that need not be written. */
  emit(key: string, value: Value): string;
}

/** The lines of a `call` block that are not read yet. */
export interface LinesBelow {
  /** Takes the next line and returns what follows `prefix`; undefined, and nothing is taken, where it begins otherwise. */
  take(prefix: string): string | undefined;
}

/** Before a key of the block. */
export const FIELD = '    ';
/** Before a key below one. */
export const INNER = '      ';
