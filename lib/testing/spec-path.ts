import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toSegment } from './segment.js';

interface SourceMap {
  readonly sources?: readonly (string | null)[];
  readonly sourceRoot?: string;
}

/**
 * The folders that stand for a spec file: `['spec', 'chat.spec']` for `spec/chat.spec.ts`, and for whatever that was
 * compiled to where a source map says so.
 */
export function specSegments(file: string, project: string): readonly string[] {
  const path = relative(project, findSource(file, project) ?? file);
  const parts = path.split(/[\\/]/);
  return parts.map((part, index) => {
    if (part === '..') return '~up';
    return index < parts.length - 1 ? toSegment(part, hasEnding).text : toSegment(withoutEnding(part)).text;
  });
}

/** `chat.spec` of `chat.spec.ts`. Where nothing would be left of the ending, it stays: a folder `chat` may lie beside `chat.ts`. */
function withoutEnding(name: string): string {
  const stem = name.replace(/\.[jt]s$/, '');
  return hasEnding(stem) ? stem : name;
}

/** A folder with an ending might be named as the spec file beside it is here. */
function hasEnding(name: string): boolean {
  return name.includes('.', 1);
}

/** The one file of the project that a compiled spec file was made of, as its source map tells. */
function findSource(file: string, project: string): string | undefined {
  try {
    const comment = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(readFileSync(file, 'utf8'))?.[1];
    if (comment === undefined) return undefined;
    const { sources, sourceRoot = '' } = readMap(comment, file);
    const [source] = sources ?? [];
    if (typeof source !== 'string' || sources?.length !== 1) return undefined;
    const path = source.startsWith('file:')
      ? fileURLToPath(source)
      : resolve(dirname(file), sourceRoot, source);
    return isInside(path, project) ? path : undefined;
  } catch {
    // No map, or none that can be read: the spec file is then known by its own path.
    return undefined;
  }
}

function readMap(url: string, file: string): SourceMap {
  const inline = /^data:application\/json;(?:charset[:=][^;,]+;)?base64,(.+)$/.exec(url)?.[1];
  const text =
    inline === undefined
      ? readFileSync(join(dirname(file), decodeURI(url)), 'utf8')
      : Buffer.from(inline, 'base64').toString();
  return JSON.parse(text) as SourceMap;
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}
