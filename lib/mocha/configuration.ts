import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CassetteError } from '../index.js';
import { requestCassette } from '../open/open-cassette.js';
import { findUp, projectFolder } from '../testing/project.js';
import { type CassetteSetting, checkSetting } from '../testing/setting.js';
import { readMocharc } from './mocharc.js';

/** What a project says of its cassettes. */
export interface Configuration {
  /** The folder of the nearest package.json. */
  readonly project: string;
  /** Where the cassettes are, as an absolute path. */
  readonly folder: string;
  /** The outermost first. */
  readonly settings: readonly CassetteSetting[];
}

const DEFAULT_FOLDER = 'fixtures';

/**
 * Reads the `cassette` key of package.json and, which wins, of mocha's configuration. Throws a `CassetteError`
 * (`invalid_option`) that names the file.
 */
export function readConfiguration(): Configuration {
  // A wrong mode in the environment is told before anything runs.
  requestCassette('cassette.yaml');
  const project = projectFolder();
  const settings: CassetteSetting[] = [];
  let folder = DEFAULT_FOLDER;
  for (const { value, where } of [...fromPackage(), ...fromMocharc()]) {
    const { folder: given, setting } = splitFolder(value, where);
    checkSetting(setting, where);
    settings.push(setting);
    folder = given ?? folder;
  }
  return { project, folder: resolve(project, folder), settings };
}

/** A `cassette` key, and whose it is. */
interface Found {
  readonly value: unknown;
  readonly where: string;
}

function fromPackage(): readonly Found[] {
  const path = findUp(process.cwd(), ['package.json']);
  if (path === undefined) return [];
  const { cassette, mocha } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  return [
    ...keyOf({ cassette }, 'the key "cassette" of package.json'),
    ...keyOf(mocha, 'the key "mocha.cassette" of package.json'),
  ];
}

function fromMocharc(): readonly Found[] {
  const { cassette, name } = readMocharc();
  return keyOf({ cassette }, `the key "cassette" of ${name}`);
}

function keyOf(config: unknown, where: string): readonly Found[] {
  if (typeof config !== 'object' || config === null) return [];
  const { cassette } = config as { readonly cassette?: unknown };
  return cassette === undefined ? [] : [{ value: cassette, where }];
}

/** `folder` is for the whole run, and no option of a cassette. */
function splitFolder(value: unknown, where: string): { folder: string | undefined; setting: unknown } {
  if (typeof value !== 'object' || value === null || !('folder' in value))
    return { folder: undefined, setting: value };
  const { folder, ...setting } = value;
  if (typeof folder === 'string' && folder.trim() !== '') return { folder, setting };
  throw new CassetteError(
    'invalid_option',
    `${where}: folder is ${JSON.stringify(folder)}. Give it a path such as "fixtures".`,
    { option: 'folder' },
  );
}
