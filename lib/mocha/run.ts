import { putInCharge } from '../grpc/current.js';
import { warn } from '../open/warn.js';
import { HOW_TO_REACH } from '../testing/hints.js';
import { Scene } from '../testing/scene.js';
import type { CassetteSetting } from '../testing/setting.js';
import type { Configuration } from './configuration.js';
import { isOwnHook, takeMarkers } from './marks.js';
import { eachSuite, firstAttempt, type MochaSuite, type MochaTest, rootOf } from './mocha.js';
import { CassetteNames, type SuiteHooks } from './names.js';
import { type Scenes, wrapHooks, wrapTest } from './wrap.js';

/** The tests that run in this process: their cassettes, and who is on. */
export class Run implements Scenes {
  readonly configuration: Configuration;
  /** Watching, mocha makes a new tree of suites for each run. */
  readonly #names = new WeakMap<MochaSuite, CassetteNames>();
  readonly #settings = new WeakMap<MochaSuite, CassetteSetting[]>();
  readonly #scenes = new WeakMap<MochaTest, Scene>();
  readonly #begun = new WeakSet<MochaTest>();
  readonly #passed = new WeakSet<MochaTest>();
  readonly #late = new Set<string>();
  #current: Scene | undefined;
  /** Whether a test has begun, and whether any call has asked for a cassette. */
  #isRunning = false;
  #wasAsked = false;

  constructor(configuration: Configuration) {
    this.configuration = configuration;
  }

  /** The scene that is on. */
  get current(): Scene | undefined {
    return this.#current;
  }

  /** Gets a tree of suites ready, or what was added to it since. Throws a `CassetteError` for a setting outside of a suite. */
  prepare(root: MochaSuite): void {
    this.namesIn(root).register(root);
    for (const suite of eachSuite(root)) {
      this.#takeSettings(suite);
      wrapHooks(suite, this);
    }
    for (const kind of ['afterEach', 'afterAll'] as const) moveOwnToEnd(root, kind);
    this.#offerOn(root.ctx);
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
    if ((known !== undefined && known === this.#current) || test.parent === undefined) return;
    const names = this.namesIn(rootOf(test.parent));
    const titles = [...test.parent.titlePath(), test.title];
    const scene = this.#makeScene(test.parent, titles, false, () => names.pathOfTest(test));
    this.#scenes.set(test, scene);
    this.#begun.add(firstAttempt(test));
    this.#isRunning = true;
    wrapTest(test, this);
    this.enter(scene);
  }

  /** The scene of a suite's all-hooks. */
  makeHooksScene(suite: MochaSuite, hooks: SuiteHooks): Scene {
    const names = this.namesIn(rootOf(suite));
    return this.#makeScene(suite, suite.titlePath(), true, () => names.pathOfHooks(suite, hooks));
  }

  /** Puts a scene on. */
  enter(scene: Scene): void {
    this.#current = scene;
    putInCharge(scene.inCharge);
  }

  /** Takes a scene off, if it is on. */
  leave(scene: Scene): void {
    if (this.#current !== scene) return;
    this.#current = undefined;
    putInCharge(undefined);
  }

  /** An attempt at a test is over, with its hooks. */
  endTest(test: MochaTest): void {
    if (test.state === 'passed') this.#passed.add(firstAttempt(test));
  }

  /** Tells, once, of the tests that left calls behind. */
  tellLateCalls(): void {
    for (const title of this.#late) {
      warn(
        `"${title}" left something behind that made calls after its end. They were not answered. Wait for them in the test.`,
      );
    }
    this.#late.clear();
  }

  /** Tells a person who records that nothing was: a client without an interceptor goes its own way in silence. */
  tellUnasked({ GRPC_CASSETTE_MODE: mode, MOCHA_WORKER_ID: worker }: NodeJS.ProcessEnv): void {
    const isRecording = /^\s*(?:once|new_episodes|rewrite|all)\s*$/i.test(mode ?? '');
    // A worker has one file at a time, which may have no calls.
    if (this.#wasAsked || !isRecording || worker !== undefined || !this.#isRunning) return;
    warn(`no gRPC call asked for a cassette, and nothing was recorded. ${HOW_TO_REACH}`);
  }

  #makeScene(suite: MochaSuite, titles: readonly string[], servesLater: boolean, path: () => string): Scene {
    const title = titles.join(' ');
    const settings = [...this.configuration.settings, ...this.#settingsOf(suite)];
    const noteCall = (): void => {
      this.#wasAsked = true;
    };
    return new Scene({
      title,
      path,
      settings,
      servesLater,
      noteCall,
      noteLateCall: () => this.#late.add(title),
    });
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
      get: () => this.#current?.cassette,
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
