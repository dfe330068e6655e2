import type { SourceFile } from '../../scripts/house/read-imports.js';

/** A house as it would be read, of the imports of each file. */
export function houseOf(files: { readonly [path: string]: readonly string[] }): readonly SourceFile[] {
  return Object.entries(files).map(([path, imports]) => ({ path, imports }));
}
