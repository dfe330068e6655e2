import type { SourceFile } from '../house/read-imports.js';

/**
 * The specs to run when files of `lib`, `spec` or another folder have changed: those that import one, directly or by way
 * of a helper among the specs, and all in the folder that is named as the room of a file of `lib`. What takes long is
 * left out, unless it has changed itself.
 */
export function affectedSpecs(changed: readonly string[], specs: readonly SourceFile[]): readonly string[] {
  const reached = new Set(changed);
  for (let size = 0; size < reached.size; ) {
    size = reached.size;
    for (const { path, imports } of specs) if (imports.some((each) => reached.has(each))) reached.add(path);
  }
  const folders = changed.flatMap((path) => /^lib\/([^/]+)\//.exec(path)?.[1] ?? []);
  return specs
    .map(({ path }) => path)
    .filter((path) => reached.has(path) || folders.some((folder) => path.startsWith(`spec/${folder}/`)))
    .filter(
      (path) => path.endsWith('.spec.ts') && (!path.endsWith('.long.spec.ts') || changed.includes(path)),
    );
}
