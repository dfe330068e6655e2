import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { storage } from '../open/storage.js';
import { isBesideCassette } from '../record/beside/paths-beside.js';
import type { Configuration } from './configuration.js';
import type { Runner } from './runner.js';
import { takeReports, type UseReport } from './use-report.js';

/** Where cassettes and spec files are. */
type Folders = Pick<Configuration, 'folder' | 'project'>;

/** A run is over, in its first process: lists the cassettes that no test used, where all tests were run. */
export function tellOrphans(folders: Folders, { pickers }: Runner): void {
  const reports = takeReports();
  if (reports === undefined) return;
  const why = reasonNotToTell(reports);
  process.stderr.write(
    why === undefined
      ? describeOrphans(folders, reports)
      : `grpc-cassette: no list of orphans, for ${why}. Run all tests, without ${pickers}.\n`,
  );
}

function describeOrphans(folders: Folders, reports: readonly UseReport[]): string {
  const { folder, project } = folders;
  const shown = relative(project, folder) || '.';
  const kept = new Set(reports.flatMap((report) => report.kept));
  const specs = reports.flatMap((report) => report.specs);
  const unused = cassettesIn(folder).filter((path) => !kept.has(storage.realPath(path)));
  const [orphans, unjudged] = split(unused, (path) => isJudged(path, specs, folders));
  const lines = orphans.map((path) => `  ${relative(project, path)}\n`).join('');
  const rest =
    unjudged.length === 0
      ? ''
      : ` Not judged: ${unjudged.length}, of spec files that this run did not include.`;
  return orphans.length === 0
    ? `grpc-cassette: no orphans under ${shown}.${rest}\n`
    : `grpc-cassette: ${orphans.length} under ${shown} that no test of this run used.${rest}\n${lines}`;
}

function reasonNotToTell(reports: readonly UseReport[]): string | undefined {
  if (reports.some(({ hasOnly }) => hasOnly)) return 'some tests were picked by .only';
  const [first, ...others] = reports.flatMap(({ notRun }) => notRun).sort();
  if (first !== undefined) {
    return others.length === 0
      ? `"${first}" was not run`
      : `"${first}" and ${others.length} more were not run`;
  }
  return reports.length === 0 ? 'no test was run' : undefined;
}

/** What failed tests left, and journals, are no cassettes of tests. */
function cassettesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/i.test(name) && !isBesideCassette(name) && !/(?:^|[\\/])\./.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** Whether the run can tell that nobody uses the cassette: it is not of a spec file that is there and was left out. */
function isJudged(path: string, specs: readonly string[], { folder, project }: Folders): boolean {
  for (let at = dirname(path); at !== folder && at !== dirname(at); at = dirname(at)) {
    if (specs.includes(at)) return true;
    if (isSpec(join(project, relative(folder, at)))) return false;
  }
  return true;
}

function isSpec(path: string): boolean {
  return (
    ['.ts', '.js'].some((ending) => existsSync(path + ending)) ||
    (/\.[cm]?[jt]sx?$/.test(path) && existsSync(path))
  );
}

function split<T>(all: readonly T[], goesFirst: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(goesFirst), all.filter((one) => !goesFirst(one))];
}
