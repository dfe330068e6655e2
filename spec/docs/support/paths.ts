import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../support/shared-folder.js';

const PATH = /^[\w.-]+(?:\/[\w.-]+)*\/?$/;
const ENDING = /\.(?:c?js|ts|json|md|svg|yml)$/;

/** What a Markdown document names in backquotes, outside of fenced blocks. */
export function namesIn(markdown: string): readonly string[] {
  const prose = markdown.replace(/^```[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name);
}

/** Which of the names are paths that lead nowhere, neither from the project's folder nor from `lib/`. */
export function lostPaths(names: readonly string[]): readonly string[] {
  return names
    .filter((name) => PATH.test(name) && (name.includes('/') || ENDING.test(name)))
    .filter((path) => !['', 'lib'].some((folder) => existsSync(join(projectRoot, folder, path))));
}

/** The first column of each table of a document whose head begins with `head`: what it has in backquotes. */
export function firstColumn(markdown: string, head: string): readonly string[] {
  const tables = markdown.split(/\n\n+/).filter((block) => block.startsWith(`| ${head} |`));
  const rows = tables.flatMap((table) => table.split('\n').slice(2));
  return rows.flatMap((row) => namesIn(row.split(' | ')[0] ?? ''));
}
