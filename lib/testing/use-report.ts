import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CassetteError } from '../index.js';
import { shared } from '../open/registry.js';
import { storage } from '../open/storage.js';

const VARIABLE = 'GRPC_CASSETTE_ORPHANS';
/** Where the processes of a run put their reports; set for them by the first. */
const REPORTS_VARIABLE = 'GRPC_CASSETTE_ORPHANS_REPORTS';

/** What a runner's entry knows, in a process that has run tests. */
export interface TestUse {
  /** The folders of the spec files' cassettes. */
  readonly specs: readonly string[];
  /** The cassettes of tests, and of hooks around them, that did not come to a good end: they may not have been opened yet. */
  readonly unfinished: readonly string[];
  /** The titles of tests that were not run, other than those that are skipped on purpose. */
  readonly notRun: readonly string[];
  readonly hasOnly: boolean;
}

/** What a process that runs tests knows of the cassettes. */
export interface UseReport extends Omit<TestUse, 'unfinished'> {
  /** Cassettes that were opened, or belong to tests that did not come so far, by their real paths. */
  readonly kept: readonly string[];
}

/** Whether a list of orphans is wanted. Throws a `CassetteError` (`invalid_option`). */
export function wantsOrphans(): boolean {
  const value = process.env[VARIABLE]?.trim().toLowerCase() ?? '';
  if (value === '' || value === 'list') return value === 'list';
  throw new CassetteError('invalid_option', `${VARIABLE} is ${JSON.stringify(value)}. Legal: list.`, {
    option: VARIABLE,
  });
}

/** A run begins, in its first process: those that follow are told where to report. */
export function expectReports(): void {
  if (wantsOrphans()) process.env[REPORTS_VARIABLE] = mkdtempSync(join(tmpdir(), 'grpc-cassette-orphans-'));
}

/** The tests of this process have run. `use` is asked for where a report is wanted. */
export function reportUse(use: () => TestUse): void {
  const folder = process.env[REPORTS_VARIABLE];
  if (folder === undefined || !wantsOrphans()) return;
  const { unfinished, ...rest } = use();
  const kept = [...shared().everOpened, ...unfinished.map((path) => storage.realPath(path))];
  const report: UseReport = { ...rest, kept };
  writeFileSync(join(mkdtempSync(join(folder, 'r')), 'report.json'), JSON.stringify(report));
}

/** Takes the reports of all processes; undefined where none were expected. */
export function takeReports(): readonly UseReport[] | undefined {
  const folder = process.env[REPORTS_VARIABLE];
  if (folder === undefined) return undefined;
  delete process.env[REPORTS_VARIABLE];
  const reports = readdirSync(folder).map(
    (name) => JSON.parse(readFileSync(join(folder, name, 'report.json'), 'utf8')) as UseReport,
  );
  rmSync(folder, { recursive: true, force: true });
  return reports;
}
