import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CassetteError } from '../index.js';
import { requestCassette } from '../open/open-cassette.js';
import { type OutsideRule, resolveOutside } from '../options.js';
import { findUp, projectFolder } from './project.js';
import { type CassetteSetting, checkSetting, within } from './setting.js';

/** What a project says of its cassettes. */
export interface Configuration {
  /** The folder of the nearest package.json. */
  readonly project: string;
  /** Where the cassettes are, as an absolute path. */
  readonly folder: string;
  /** The outermost first. */
  readonly settings: readonly CassetteSetting[];
  /** What becomes of calls that no cassette is in charge of, where neither a client nor the environment says. */
  readonly outside: OutsideRule;
}

/** A `cassette` key, and what to call the place where it stands. */
export interface FoundKey {
  readonly value: unknown;
  readonly where: string;
}

/** What a runner's entry hands in. */
interface ConfigurationSources {
  /** The folder of the cassettes, from the project's, where nothing else is said. */
  readonly defaultFolder: string;
  /** The keys of the runner's own configuration, the outermost first; asked for once the environment is known to be right. */
  findKeys(packageJson: unknown): readonly FoundKey[];
}

/**
 * Reads the `cassette` key of package.json and, which wins, of the runner's configuration. Throws a `CassetteError`
 * (`invalid_option`) that names the file.
 */
export function readConfiguration({ defaultFolder, findKeys }: ConfigurationSources): Configuration {
  // A wrong mode in the environment is told before anything runs.
  requestCassette('cassette.yaml');
  const project = projectFolder();
  const packageJson = readPackage();
  const settings: CassetteSetting[] = [];
  let folder = defaultFolder;
  let outside: OutsideRule = 'warn';
  for (const { value, where } of [
    ...keyOf(packageJson, 'the key "cassette" of package.json'),
    ...findKeys(packageJson),
  ]) {
    const ofRun = takeOfRun(value, where);
    checkSetting(ofRun.setting, where);
    settings.push(ofRun.setting);
    folder = ofRun.folder ?? folder;
    outside = ofRun.outside ?? outside;
  }
  return { project, folder: resolve(project, folder), settings, outside };
}

/** The `cassette` key of a configuration, if it has one. */
export function keyOf(config: unknown, where: string): readonly FoundKey[] {
  if (typeof config !== 'object' || config === null) return [];
  const { cassette } = config as { readonly cassette?: unknown };
  return cassette === undefined ? [] : [{ value: cassette, where }];
}

function readPackage(): unknown {
  const path = findUp(process.cwd(), ['package.json']);
  return path === undefined ? undefined : JSON.parse(readFileSync(path, 'utf8'));
}

/** What is for the whole run, and no option of a cassette. */
interface OfRun {
  readonly folder: string | undefined;
  readonly outside: OutsideRule | undefined;
  /** The rest. */
  readonly setting: unknown;
}

function takeOfRun(value: unknown, where: string): OfRun {
  if (typeof value !== 'object' || value === null) {
    return { folder: undefined, outside: undefined, setting: value };
  }
  const { folder, outside, ...setting } = value as { readonly folder?: unknown; readonly outside?: unknown };
  return { folder: readFolder(folder, where), outside: readOutside(outside, where), setting };
}

function readFolder(folder: unknown, where: string): string | undefined {
  if (folder === undefined || (typeof folder === 'string' && folder.trim() !== '')) return folder;
  throw new CassetteError(
    'invalid_option',
    `${where}: folder is ${JSON.stringify(folder)}. Give it a path such as "fixtures".`,
    { option: 'folder' },
  );
}

function readOutside(outside: unknown, where: string): OutsideRule | undefined {
  try {
    return resolveOutside(outside, {});
  } catch (error) {
    throw CassetteError.is(error) ? within(where, error) : error;
  }
}
