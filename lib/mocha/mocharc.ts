import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, extname, resolve } from 'node:path';
import { findUp } from '../testing/project.js';
import { cassetteOfFlags, isHandedOn, isSecondProcess } from './flags.js';

const require = createRequire(import.meta.url);

/** As mocha looks for them. https://mochajs.org/running/configuring/ */
const NAMES = ['cjs', 'js', 'mjs', 'yaml', 'yml', 'jsonc', 'json'].map((ending) => `.mocharc.${ending}`);
/** Workers of `mocha --parallel` are not given the command line; they inherit the environment. */
const VARIABLE = 'GRPC_CASSETTE_MOCHARC';

/** The `cassette` key of mocha's configuration, and what to call the place. */
interface Mocharc {
  readonly cassette: unknown;
  readonly name: string;
}

/** Where the configuration of this run comes from. */
interface Source {
  readonly path?: string | undefined;
  /** The key itself, where nobody knows the file. */
  readonly cassette?: unknown;
}

/** Reads what mocha's configuration says of cassettes; mocha itself has no way to tell. */
export function readMocharc(): Mocharc {
  const inherited = process.env[VARIABLE];
  const source = isWorker() && inherited !== undefined ? (JSON.parse(inherited) as Source) : findSource();
  process.env[VARIABLE] = JSON.stringify(source);
  const { path, cassette } = source;
  return path === undefined
    ? { cassette, name: '.mocharc' }
    : { cassette: cassetteIn(path), name: basename(path) };
}

function isWorker(): boolean {
  return /[\\/]lib[\\/]nodejs[\\/]worker\.c?js$/.test(process.argv[1] ?? '');
}

function findSource(): Source {
  const path = findUp(process.cwd(), NAMES);
  if (!isSecondProcess()) return { path: givenPath(path) };
  const cassette = cassetteOfFlags();
  if (cassette === undefined) return {};
  return path !== undefined && isHandedOn(cassetteIn(path), cassette) ? { path } : { cassette };
}

/** `--config` and `--no-config` are mocha's own. */
function givenPath(found: string | undefined): string | undefined {
  const { argv } = process;
  if (argv.includes('--no-config')) return undefined;
  const index = argv.indexOf('--config');
  const given = index >= 0 ? argv[index + 1] : argv.find((each) => each.startsWith('--config='))?.slice(9);
  return given === undefined ? found : resolve(given);
}

function cassetteIn(path: string): unknown {
  const config = readConfig(path);
  return typeof config === 'object' && config !== null
    ? (config as { readonly cassette?: unknown }).cassette
    : undefined;
}

function readConfig(path: string): unknown {
  const ending = extname(path);
  if (['.js', '.cjs', '.mjs'].includes(ending)) {
    const loaded = createRequire(path)(path) as { readonly default?: unknown };
    return loaded.default ?? loaded;
  }
  const text = readFileSync(path, 'utf8');
  return ending === '.yaml' || ending === '.yml' ? parseYaml(text) : JSON.parse(withoutComments(text));
}

/** Few write it so: the parser is loaded for them. */
function parseYaml(text: string): unknown {
  const { load } = require('js-yaml') as typeof import('js-yaml');
  return load(text);
}

/** mocha takes JSON with comments. */
function withoutComments(text: string): string {
  return text.replace(
    /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (_, quoted: string | undefined) => quoted ?? ' ',
  );
}
