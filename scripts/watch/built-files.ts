import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the compiler has written: a hash of each file, by the path of its source. */
export type BuiltFiles = ReadonlyMap<string, string>;

/** Reads what lies compiled under `folder`. */
export function readBuiltFiles(folder: string): BuiltFiles {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  );
  return new Map(
    names.map((name) => [
      name.replaceAll('\\', '/').replace(/\.js$/, '.ts'),
      createHash('sha1')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}

/** The sources whose compiled files are others than before, or new. */
export function changesBetween(before: BuiltFiles, after: BuiltFiles): readonly string[] {
  return [...after].filter(([path, hash]) => before.get(path) !== hash).map(([path]) => path);
}
