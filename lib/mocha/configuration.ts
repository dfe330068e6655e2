import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, extname, join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { CassetteError } from '../index.js';
import { requestCassette } from '../open/open-cassette.js';
import { findUp, projectFolder } from './project.js';
import { type CassetteSetting, checkSetting } from './setting.js';

/** What a project says of its cassettes. */
export interface Configuration {
  /** The folder of the nearest package.json. */
  readonly project: string;
  /** Where the cassettes are, as an absolute path. */
  readonly folder: string;
  /** The outermost first. */
  readonly settings: readonly CassetteSetting[];
}

/** As mocha looks for them. https://mochajs.org/running/configuring/ */
const MOCHARC = ['cjs', 'js', 'mjs', 'yaml', 'yml', 'jsonc', 'json'].map((ending) => `.mocharc.${ending}`);
/** Workers of `mocha --parallel` are not given the command line; they inherit the environment. */
const CONFIG_VARIABLE = 'GRPC_CASSETTE_MOCHARC';
const NO_CONFIG = 'none';
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
  const path = findMocharc();
  return path === undefined ? [] : keyOf(readConfig(path), `the key "cassette" of ${basename(path)}`);
}

function keyOf(config: unknown, where: string): readonly Found[] {
  if (typeof config !== 'object' || config === null) return [];
  const { cassette } = config as { readonly cassette?: unknown };
  return cassette === undefined ? [] : [{ value: cassette, where }];
}

/** `--config` and `--no-config` are mocha's own. */
function findMocharc(): string | undefined {
  const given =
    process.env['MOCHA_WORKER_ID'] === undefined ? configArgument() : process.env[CONFIG_VARIABLE];
  if (given === undefined) {
    delete process.env[CONFIG_VARIABLE];
    return findUp(process.cwd(), MOCHARC);
  }
  process.env[CONFIG_VARIABLE] = given;
  return given === NO_CONFIG ? undefined : resolve(given);
}

function configArgument(): string | undefined {
  const { argv } = process;
  if (argv.includes('--no-config')) return NO_CONFIG;
  const index = argv.findIndex((argument) => argument === '--config' || argument === '-c');
  return index >= 0 ? argv[index + 1] : argv.find((each) => each.startsWith('--config='))?.slice(9);
}

function readConfig(path: string): unknown {
  const ending = extname(path);
  if (['.js', '.cjs', '.mjs'].includes(ending)) {
    const loaded = createRequire(join(process.cwd(), 'package.json'))(path) as { readonly default?: unknown };
    return loaded.default ?? loaded;
  }
  const text = readFileSync(path, 'utf8');
  return ending === '.yaml' || ending === '.yml' ? load(text) : JSON.parse(withoutComments(text));
}

/** mocha takes JSON with comments. */
function withoutComments(text: string): string {
  return text.replace(
    /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (_, quoted: string | undefined) => quoted ?? ' ',
  );
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
