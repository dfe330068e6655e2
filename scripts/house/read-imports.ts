import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** A file and what it imports. */
export interface SourceFile {
  /** From the project's root: `lib/format/split.ts`. */
  readonly path: string;
  /** Paths of files, from the project's root, and names of packages and of Node's modules; types count as well. */
  readonly imports: readonly string[];
}

// Biome's format of an import: at the start of a line, or dynamic; single quotes.
const STATIC = /^(?:import|export)\s(?:[^'"`;=(]*\sfrom\s)?'([^']+)'/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'/g;

/** The files of `lib` under `root`, sorted by path. Throws for an import of a file of lib that is not there. */
export function readHouse(root: string): readonly SourceFile[] {
  const house = readImports(root, 'lib');
  const paths = new Set(house.map(({ path }) => path));
  for (const { path, imports } of house) {
    const lost = imports.find((each) => each.startsWith('lib/') && !paths.has(each));
    if (lost !== undefined) throw new Error(`${path} imports ${lost}, which is not there.`);
  }
  return house;
}

/** The TypeScript files of a folder under `root`, sorted by path; also code in a text counts as imports. */
export function readImports(root: string, folder: string): readonly SourceFile[] {
  const paths = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !path.includes('/node_modules/'))
    .sort();
  const known = new Set(paths);
  return paths.map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const names = [...text.matchAll(STATIC), ...text.matchAll(DYNAMIC)].map(([, name = '']) => name);
    return { path, imports: [...new Set(names.map((name) => resolve(name, path, known)))].sort() };
  });
}

function resolve(name: string, importer: string, known: ReadonlySet<string>): string {
  if (!name.startsWith('.')) return name;
  const stem = posix.join(posix.dirname(importer), name).replace(/\.js$/, '');
  return known.has(`${stem}.d.ts`) ? `${stem}.d.ts` : `${stem}.ts`;
}
