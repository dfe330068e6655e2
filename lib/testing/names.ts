import { join } from 'node:path';
import { isBesideCassette } from '../record/beside/paths-beside.js';
import { foldName, readable, toSegment, withHash } from './segment.js';
import { specSegments } from './spec-path.js';

/** A test, or a suite with hooks of its own, as its runner's entry hands it in. */
export interface Titled {
  /** What stands for it in the runner, the same object each time; for all attempts at a test, one. */
  readonly key: object;
  /** The path of its spec file; undefined where the runner names none. */
  readonly file: string | undefined;
  /** The titles of the suites that it is in, the outermost first, and its own. */
  readonly titles: readonly string[];
}

/** The all-hooks of a suite that have a cassette of their own, as its file is called. */
export type SuiteHooks = 'before all' | 'after all';

type Kind = 'suite' | 'test';

const SUITE_HOOKS: readonly string[] = ['before all', 'after all'];
/** A longer way from the spec file's folder to a test's has its suites in one folder: git on Windows ends at 260. */
const LONGEST_WAY = 160;

/**
 * The cassettes' paths. A name is the title where it can be; where another test's or suite's would be the same name to some
 * file system, the one that was defined later has a number or a hash. A runner's entry adds all suites and tests that it
 * knows, in the order of their definition, before it asks for a path: names must not depend on which of them run.
 */
export class CassetteNames {
  readonly #folder: string;
  readonly #project: string;
  readonly #specs = new Map<string, readonly string[]>();
  /** By kind, file and titles: those that have them all, in the order of their definition. */
  readonly #namesakes = new Map<string, object[]>();
  /** By kind, file, outer titles and folded name: the title that had it first. */
  readonly #firstTitles = new Map<string, string>();
  readonly #known = new WeakSet<object>();

  /** `folder`, an absolute path, holds all of them; spec files are named from `project`. */
  constructor(folder: string, project: string) {
    this.#folder = folder;
    this.#project = project;
  }

  /** Takes note of a suite, or of a test; nothing happens when it is known. */
  add(kind: Kind, { key, file, titles }: Titled): void {
    if (this.#known.has(key)) return;
    this.#known.add(key);
    const same = keyOf(kind, file, titles);
    const namesakes = this.#namesakes.get(same);
    if (namesakes === undefined) this.#namesakes.set(same, [key]);
    else namesakes.push(key);
    const alike = lookKeyOf(kind, file, titles);
    if (!this.#firstTitles.has(alike)) this.#firstTitles.set(alike, titles.at(-1) ?? '');
  }

  /** The path of a test's cassette. */
  pathOfTest(test: Titled): string {
    this.add('test', test);
    const { file, titles } = test;
    const name = this.#segment('test', file, titles);
    return this.#path(file, titles.slice(0, -1), name, this.#number('test', test));
  }

  /** The path of the cassette of a suite's `before` or `after` hooks. */
  pathOfHooks(suite: Titled, hooks: SuiteHooks): string {
    this.add('suite', suite);
    return this.#path(suite.file, suite.titles, hooks, this.#number('suite', suite));
  }

  /** The folder of a spec file's cassettes. */
  folderOf(file: string): string {
    return join(this.#folder, ...this.#spec(file));
  }

  #path(file: string | undefined, suites: readonly string[], name: string, number: number): string {
    const folders = suites.map((_, index) => this.#segment('suite', file, suites.slice(0, index + 1)));
    const way = [...folders, name].join('/').length > LONGEST_WAY ? [inOneFolder(suites)] : folders;
    const base = file === undefined ? this.#folder : this.folderOf(file);
    return join(base, ...way, `${name}${number === 1 ? '' : `~${number}`}.yaml`);
  }

  #segment(kind: Kind, file: string | undefined, titles: readonly string[]): string {
    const title = titles.at(-1) ?? '';
    const { text, isTitle } = toSegment(title, kind === 'test' ? isNoTest : isNoSuite);
    const first = this.#firstTitles.get(lookKeyOf(kind, file, titles));
    return !isTitle || first === undefined || first === title ? text : withHash(text, title);
  }

  #number(kind: Kind, { key, file, titles }: Titled): number {
    const namesakes = this.#namesakes.get(keyOf(kind, file, titles)) ?? [];
    return namesakes.indexOf(key) + 1;
  }

  #spec(file: string): readonly string[] {
    const segments = this.#specs.get(file) ?? specSegments(file, this.#project);
    this.#specs.set(file, segments);
    return segments;
  }
}

/** Reserved for hooks, or for what a failed test leaves beside the cassette of another. */
function isNoTest(name: string): boolean {
  const folded = foldName(name);
  return SUITE_HOOKS.includes(folded) || isBesideCassette(`${folded}.yaml`);
}

/** A folder with this ending might be the file of a test. */
function isNoSuite(name: string): boolean {
  return foldName(name).endsWith('.yaml');
}

function inOneFolder(suites: readonly string[]): string {
  return withHash(readable(suites.join(' ')), JSON.stringify(suites));
}

function keyOf(...parts: readonly unknown[]): string {
  return JSON.stringify(parts);
}

/** The same for all titles that a file system may take for one beside each other. */
function lookKeyOf(kind: Kind, file: string | undefined, titles: readonly string[]): string {
  return keyOf(kind, file, titles.slice(0, -1), foldName(titles.at(-1) ?? ''));
}
