import type { Configuration } from '../testing/configuration.js';
import { CassetteNames, type SuiteHooks } from '../testing/names.js';
import { TestRun } from '../testing/run.js';
import type { Scene } from '../testing/scene.js';
import type { CassetteSetting } from '../testing/setting.js';
import { isOwnHook, takeMarkers } from './marks.js';
import { eachSuite, firstAttempt, type MochaSuite, type MochaTest, rootOf } from './mocha.js';
import { addTree, titledSuite, titledTest } from './names.js';
import { commandForSuite, commandForTest, MOCHA } from './runner.js';
import { type Scenes, wrapHooks, wrapTest } from './wrap.js';

/** The tests that mocha runs in this process: their cassettes, and who is on. */
export class Run extends TestRun implements Scenes {
  /** Watching, mocha makes a new tree of suites for each run. */
  readonly #names = new WeakMap<MochaSuite, CassetteNames>();
  readonly #settings = new WeakMap<MochaSuite, CassetteSetting[]>();
  readonly #scenes = new WeakMap<MochaTest, Scene>();
  readonly #begun = new WeakSet<MochaTest>();
  readonly #passed = new WeakSet<MochaTest>();
  #hasTree = false;

  constructor(configuration: Configuration) {
    super(configuration, MOCHA);
  }

  /** Gets a tree of suites ready, or what was added to it since. Throws a `CassetteError` for a setting outside of a suite. */
  prepare(root: MochaSuite): void {
    if (!this.#names.has(root)) this.#beginTree();
    addTree(this.namesIn(root), root);
    for (const suite of eachSuite(root)) {
      this.#takeSettings(suite);
      wrapHooks(suite, this);
    }
    for (const kind of ['afterEach', 'afterAll'] as const) moveOwnToEnd(root, kind);
    this.#offerOn(root.ctx);
  }

  /** Another tree is another run, but in a worker, which has one file of a run after another. */
  #beginTree(): void {
    if (this.#hasTree && process.env['MOCHA_WORKER_ID'] === undefined) this.beginAgain();
    this.#hasTree = true;
  }

  /** The names of the cassettes of a tree. */
  namesIn(root: MochaSuite): CassetteNames {
    const { folder, project } = this.configuration;
    const names = this.#names.get(root) ?? new CassetteNames(folder, project);
    this.#names.set(root, names);
    return names;
  }

  /** The scene of an attempt at a test; undefined where its hooks have not begun. */
  sceneOf(test: MochaTest): Scene | undefined {
    return this.#scenes.get(test);
  }

  /** Whether an attempt at the test was begun. */
  hasBegun(test: MochaTest): boolean {
    return this.#begun.has(firstAttempt(test));
  }

  /** Whether the test came to a good end. */
  hasPassed(test: MochaTest): boolean {
    return this.#passed.has(firstAttempt(test));
  }

  /** An attempt at a test begins, with its each-hooks. */
  beginTest(test: MochaTest): void {
    // Two copies of this library may both have their hooks in mocha.
    const known = this.#scenes.get(test);
    if ((known !== undefined && known === this.current) || test.parent === undefined) return;
    const names = this.namesIn(rootOf(test.parent));
    const titles = [...test.parent.titlePath(), test.title];
    const scene = this.createTestScene({
      titles,
      command: commandForTest(titles),
      settings: this.#settingsOf(test.parent),
      path: () => names.pathOfTest(titledTest(test)),
    });
    this.#scenes.set(test, scene);
    this.#begun.add(firstAttempt(test));
    wrapTest(test, this);
    this.enter(scene);
  }

  /** The scene of a suite's all-hooks. */
  makeHooksScene(suite: MochaSuite, hooks: SuiteHooks): Scene {
    const names = this.namesIn(rootOf(suite));
    const titles = suite.titlePath();
    return this.createHooksScene({
      titles,
      command: commandForSuite(titles),
      settings: this.#settingsOf(suite),
      path: () => names.pathOfHooks(titledSuite(suite), hooks),
    });
  }

  /** An attempt at a test is over, with its hooks. */
  endTest(test: MochaTest): void {
    if (test.state === 'passed') this.#passed.add(firstAttempt(test));
  }

  #settingsOf(suite: MochaSuite): readonly CassetteSetting[] {
    const outer = suite.parent === undefined ? [] : this.#settingsOf(suite.parent);
    return [...outer, ...(this.#settings.get(suite) ?? [])];
  }

  #takeSettings(suite: MochaSuite): void {
    const markers = takeMarkers(suite);
    const [first] = markers;
    if (first === undefined) return;
    if (suite.root) throw first.place;
    const earlier = this.#settings.get(suite) ?? [];
    this.#settings.set(suite, [...earlier, ...markers.map(({ setting }) => setting)]);
  }

  /** `this.cassette` of hooks and tests; a suite that has one of its own keeps it. */
  #offerOn(context: object): void {
    Object.defineProperty(context, 'cassette', {
      configurable: true,
      get: () => this.current?.cassette,
      set(this: object, value: unknown) {
        Object.defineProperty(this, 'cassette', {
          value,
          configurable: true,
          enumerable: true,
          writable: true,
        });
      },
    });
  }
}

/** Hooks that a spec file has outside of its suites belong to the test, too. */
function moveOwnToEnd(root: MochaSuite, kind: 'afterEach' | 'afterAll'): void {
  const hooks = root.getHooks(kind);
  const [own, others] = [hooks.filter(isOwnHook), hooks.filter((hook) => !isOwnHook(hook))];
  hooks.splice(0, hooks.length, ...others, ...own);
}
