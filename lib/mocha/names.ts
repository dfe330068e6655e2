import { join } from 'node:path';
import { foldName, readable, toSegment, withHash } from '../testing/segment.js';
import { specSegments } from '../testing/spec-path.js';
import { eachSuite, firstAttempt, type MochaSuite, type MochaTest } from './mocha.js';

/** The all-hooks of a suite that have a cassette of their own, as its file is called. */
export type SuiteHooks = 'before all' | 'after all';

const SUITE_HOOKS: readonly string[] = ['before all', 'after all'];
/** A longer way from the spec file's folder to a test's has its suites in one folder: git on Windows ends at 260. */
const LONGEST_WAY = 160;

/**
 * The cassettes' paths. A name is the title where it can be; where another test's or suite's would be the same name to some
 * file system, the one that was defined later has a number or a hash.
 */
export class CassetteNames {
  readonly #folder: string;
  readonly #project: string;
  readonly #specs = new Map<string, readonly string[]>();
  /** By file and titles: those that have them all, in the order of their definition. */
  readonly #namesakes = new Map<string, object[]>();
  /** By file, outer titles and folded name: the titles that have it. */
  readonly #lookalikes = new Map<string, string[]>();
  readonly #known = new WeakSet<object>();

  /** `folder`, an absolute path, holds all of them; spec files are named from `project`. */
  constructor(folder: string, project: string) {
    this.#folder = folder;
    this.#project = project;
  }

  /** Takes note of all tests at once, so that names do not depend on which of them run. */
  register(root: MochaSuite): void {
    for (const suite of eachSuite(root)) {
      this.#registerSuite(suite);
      for (const test of suite.tests) this.#registerTest(firstAttempt(test));
    }
  }

  /** The path of a test's cassette; that of its first attempt, where it is retried. */
  pathOfTest(attempt: MochaTest): string {
    const test = firstAttempt(attempt);
    this.#registerTest(test);
    const titles = titlesOf(test);
    const name = this.#segment(test.file, titles, 'test');
    return this.#path(test.file, titles.slice(0, -1), name, this.#number(test, test.file, titles, 'test'));
  }

  /** The path of the cassette of a suite's `before` or `after` hooks. */
  pathOfHooks(suite: MochaSuite, hooks: SuiteHooks): string {
    this.#registerSuite(suite);
    const titles = suite.titlePath();
    return this.#path(suite.file, titles, hooks, this.#number(suite, suite.file, titles, 'suite'));
  }

  /** The folder of a spec file's cassettes. */
  folderOf(file: string): string {
    return join(this.#folder, ...this.#spec(file));
  }

  #path(file: string | undefined, suites: readonly string[], name: string, number: number): string {
    const folders = suites.map((_, index) => this.#segment(file, suites.slice(0, index + 1), 'suite'));
    const way = [...folders, name].join('/').length > LONGEST_WAY ? [inOneFolder(suites)] : folders;
    const base = file === undefined ? this.#folder : this.folderOf(file);
    return join(base, ...way, `${name}${number === 1 ? '' : `~${number}`}.yaml`);
  }

  #segment(file: string | undefined, titles: readonly string[], kind: 'suite' | 'test'): string {
    const title = titles.at(-1) ?? '';
    const { text, isTitle } = toSegment(title, kind === 'test' ? isNoTest : isNoSuite);
    const first = this.#lookalikes.get(key(file, titles.slice(0, -1), kind, foldName(title)))?.[0];
    return !isTitle || first === undefined || first === title ? text : withHash(text, title);
  }

  #number(one: object, file: string | undefined, titles: readonly string[], kind: string): number {
    const namesakes = this.#namesakes.get(key(file, titles, kind)) ?? [];
    return namesakes.indexOf(one) + 1;
  }

  #registerSuite(suite: MochaSuite): void {
    this.#register(suite, suite.file, suite.titlePath(), 'suite');
  }

  #registerTest(test: MochaTest): void {
    this.#register(test, test.file, titlesOf(test), 'test');
  }

  #register(one: object, file: string | undefined, titles: readonly string[], kind: string): void {
    if (this.#known.has(one)) return;
    this.#known.add(one);
    listAt(this.#namesakes, key(file, titles, kind)).push(one);
    const title = titles.at(-1) ?? '';
    const lookalikes = listAt(this.#lookalikes, key(file, titles.slice(0, -1), kind, foldName(title)));
    if (!lookalikes.includes(title)) lookalikes.push(title);
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
  return SUITE_HOOKS.includes(folded) || folded.endsWith('.rejected');
}

/** A folder with this ending might be the file of a test. */
function isNoSuite(name: string): boolean {
  return foldName(name).endsWith('.yaml');
}

function inOneFolder(suites: readonly string[]): string {
  return withHash(readable(suites.join(' ')), JSON.stringify(suites));
}

function titlesOf(test: MochaTest): readonly string[] {
  return [...(test.parent?.titlePath() ?? []), test.title];
}

function key(...parts: readonly unknown[]): string {
  return JSON.stringify(parts);
}

function listAt<T>(map: Map<string, T[]>, at: string): T[] {
  const list = map.get(at) ?? [];
  map.set(at, list);
  return list;
}
