import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Line } from '../line.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const MB = 1e6;

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** What installing the package brings into a project, by its lock file; grpc-js is there already. */
export async function* installed(): AsyncIterable<Line> {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  const folders = [...closureOf('', packages)].filter((folder) => folder !== '');
  const brought = folders.reduce((sum, folder) => sum + sizeOf(join(root, folder)), packedSize());
  yield { row: 15, title: 'packages it brings', unit: '', ours: [folders.length], aim: 12 };
  yield { row: 15, title: '  their size, and its own', unit: 'MB', ours: [brought / MB], aim: 6.8 };
}

/** The folders of what is needed to run, as npm finds them: within the one that asks, or above it. */
function closureOf(
  folder: string,
  packages: Readonly<Record<string, LockedPackage>>,
  found: Set<string> = new Set(),
): ReadonlySet<string> {
  if (found.has(folder)) return found;
  found.add(folder);
  for (const name of Object.keys(packages[folder]?.dependencies ?? {})) {
    const within = join(folder, 'node_modules', name);
    closureOf(packages[within] === undefined ? `node_modules/${name}` : within, packages, found);
  }
  return found;
}

function sizeOf(path: string): number {
  const facts = lstatSync(path);
  if (!facts.isDirectory()) return facts.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

function packedSize(): number {
  const told = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ unpackedSize = Number.NaN } = {}] = JSON.parse(told) as { readonly unpackedSize?: number }[];
  return unpackedSize;
}
