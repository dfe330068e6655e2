import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** A file of lib and what it imports. */
export interface SourceFile {
  /** From the project's root: `lib/format/split.ts`. */
  readonly path: string;
  /** Paths of files, from the project's root, and names of packages and of Node's modules; types count as well. */
  readonly imports: readonly string[];
}

// Biome's format of an import: at the start of a line, or dynamic; single quotes.
const STATIC = /^(?:import|export)\s(?:[^'"`;=(]*\sfrom\s)?'([^']+)'/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'/g;

/** The files of `lib` under `root`, sorted by path. Throws for an import of a file that is not there. */
export function readHouse(root: string): readonly SourceFile[] {
  const paths = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' })
    .map((name) => `lib/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'))
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
  if (!stem.startsWith('lib/')) return `${stem}.ts`;
  const found = [`${stem}.ts`, `${stem}.d.ts`].find((path) => known.has(path));
  if (found === undefined) throw new Error(`${importer} imports ${name}, which is not there.`);
  return found;
}
