import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { CassetteError } from '../index.js';
import { shared } from '../open/registry.js';
import { storage } from '../open/storage.js';
import type { Configuration } from './configuration.js';
import { eachSuite, type MochaSuite, type MochaTest } from './mocha.js';
import type { Run } from './run.js';

const VARIABLE = 'GRPC_CASSETTE_ORPHANS';
/** Where the processes of a run put their reports; set for them by the first. */
const REPORTS_VARIABLE = 'GRPC_CASSETTE_ORPHANS_REPORTS';

/** What a process that runs tests knows of the cassettes. */
interface Report {
  /** The folders of the spec files that were run. */
  readonly specs: readonly string[];
  /** Cassettes that were opened, or belong to tests that did not come so far. */
  readonly kept: readonly string[];
  /** The titles of tests that were not run, other than those that are skipped on purpose. */
  readonly notRun: readonly string[];
  readonly hasOnly: boolean;
}

/** Whether a list of orphans is wanted. Throws a `CassetteError` (`invalid_option`). */
export function wantsOrphans(): boolean {
  const value = process.env[VARIABLE]?.trim().toLowerCase() ?? '';
  if (value === '' || value === 'list') return value === 'list';
  throw new CassetteError('invalid_option', `${VARIABLE} is ${JSON.stringify(value)}. Legal: list.`, {
    option: VARIABLE,
  });
}

/** A run begins: its processes are told where to report. */
export function expectReports(): void {
  if (wantsOrphans()) process.env[REPORTS_VARIABLE] = mkdtempSync(join(tmpdir(), 'grpc-cassette-orphans-'));
}

/** The tests of a tree have run, in this process. */
export function reportUse(root: MochaSuite, run: Run): void {
  const folder = process.env[REPORTS_VARIABLE];
  if (folder === undefined || !wantsOrphans()) return;
  writeFileSync(join(mkdtempSync(join(folder, 'r')), 'report.json'), JSON.stringify(reportOn(root, run)));
}

/** A run is over: lists the cassettes that no test used, where all tests were run. */
export function tellOrphans({ folder, project }: Configuration): void {
  const reports = takeReports();
  if (reports === undefined) return;
  const shown = relative(project, folder) || '.';
  const why = reasonNotToTell(reports);
  if (why !== undefined) {
    process.stderr.write(
      `grpc-cassette: no list of orphans, for ${why}. Run all tests, without -g, .only or --bail.\n`,
    );
    return;
  }
  const kept = new Set(reports.flatMap((report) => report.kept));
  const specs = reports.flatMap((report) => report.specs);
  const unused = cassettesIn(folder).filter((path) => !kept.has(storage.realPath(path)));
  const [orphans, unjudged] = split(unused, (path) => isJudged(path, specs, { folder, project }));
  const lines = orphans.map((path) => `  ${relative(project, path)}\n`).join('');
  const rest =
    unjudged.length === 0
      ? ''
      : ` Not judged: ${unjudged.length}, of spec files that this run did not include.`;
  process.stderr.write(
    orphans.length === 0
      ? `grpc-cassette: no orphans under ${shown}.${rest}\n`
      : `grpc-cassette: ${orphans.length} under ${shown} that no test of this run used.${rest}\n${lines}`,
  );
}

function reportOn(root: MochaSuite, run: Run): Report {
  const names = run.namesIn(root);
  const suites = [...eachSuite(root)];
  const tests = suites.flatMap((suite) => suite.tests);
  const isUnfinished = (test: MochaTest): boolean => test.isPending() || !run.hasPassed(test);
  const files = tests.flatMap(({ file }) => (file === undefined ? [] : [file]));
  const unfinished = [
    ...tests.filter(isUnfinished).map((test) => names.pathOfTest(test)),
    // The hooks of skipped suites are not run, nor even known to mocha.
    ...suites
      .filter((suite) => [...eachSuite(suite)].some((each) => each.tests.some(isUnfinished)))
      .flatMap((suite) => [names.pathOfHooks(suite, 'before all'), names.pathOfHooks(suite, 'after all')]),
  ];
  return {
    specs: [...new Set(files)].map((file) => names.folderOf(file)),
    kept: [...shared().everOpened, ...unfinished.map((path) => storage.realPath(path))],
    notRun: tests.filter((test) => !test.isPending() && !run.hasBegun(test)).map(fullTitle),
    hasOnly: root.hasOnly(),
  };
}

function takeReports(): readonly Report[] | undefined {
  const folder = process.env[REPORTS_VARIABLE];
  if (folder === undefined) return undefined;
  delete process.env[REPORTS_VARIABLE];
  const reports = readdirSync(folder).map(
    (name) => JSON.parse(readFileSync(join(folder, name, 'report.json'), 'utf8')) as Report,
  );
  rmSync(folder, { recursive: true, force: true });
  return reports;
}

function reasonNotToTell(reports: readonly Report[]): string | undefined {
  if (reports.some(({ hasOnly }) => hasOnly)) return 'some tests were picked by .only';
  const [first, ...others] = reports.flatMap(({ notRun }) => notRun).sort();
  if (first !== undefined) {
    return others.length === 0
      ? `"${first}" was not run`
      : `"${first}" and ${others.length} more were not run`;
  }
  return reports.length === 0 ? 'no test was run' : undefined;
}

function fullTitle({ parent, title }: MochaTest): string {
  return [...(parent?.titlePath() ?? []), title].join(' ');
}

/** What failed tests left, and journals, are no cassettes of tests. */
function cassettesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/i.test(name) && !/\.rejected\.yaml$|(?:^|[\\/])\./i.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** Whether the run can tell that nobody uses the cassette: it is not of a spec file that is there and was left out. */
function isJudged(
  path: string,
  specs: readonly string[],
  { folder, project }: Pick<Configuration, 'folder' | 'project'>,
): boolean {
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
