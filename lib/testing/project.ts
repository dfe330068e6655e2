import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest folder, from `folder` upwards, that holds one of the files, and that file. */
export function findUp(folder: string, names: readonly string[]): string | undefined {
  for (const name of names) if (existsSync(join(folder, name))) return join(folder, name);
  const parent = dirname(folder);
  return parent === folder ? undefined : findUp(parent, names);
}

/** The folder of the nearest package.json: cassettes are the same whichever folder of it the tests are started in. */
export function projectFolder(): string {
  const found = findUp(process.cwd(), ['package.json']);
  return found === undefined ? process.cwd() : dirname(found);
}
