import type { SuiteHooks } from '../testing/names.js';
import type { Scene } from '../testing/scene.js';
import { isOwnHook } from './marks.js';
import type { Done, HookKind, MochaHook, MochaRunnable, MochaSuite, MochaTest } from './mocha.js';

/** Known to all copies of this library in a process. */
const WRAPPED = Symbol.for('grpc-cassette/mocha-wrapped');

/** Who is on, and who comes on. */
export interface Scenes {
  readonly current: Scene | undefined;
  sceneOf(test: MochaTest): Scene | undefined;
  makeHooksScene(suite: MochaSuite, hooks: SuiteHooks): Scene;
  enter(scene: Scene): void;
  leave(scene: Scene): void;
}

/** Runs what mocha would run; calls `done` with what it tells. */
type Body = (done: Done) => void;

/**
 * Makes the test's body a part of its scene, and fails the test for what it did not notice. Mocha's runner calls `run` for
 * each attempt, and its `done` however the body ends, so counts, retries and time-outs stay as they are.
 */
export function wrapTest(test: MochaTest, scenes: Scenes): void {
  wrap(test, (body, done) => {
    const scene = scenes.sceneOf(test);
    if (scene === undefined) return body(done);
    scene.run(() => body((error) => endTest(test, scene, error, done)));
  });
}

/** Makes the hooks of a suite parts of scenes: each-hooks of their test's, all-hooks of one of their own. */
export function wrapHooks(suite: MochaSuite, scenes: Scenes): void {
  for (const kind of ['beforeEach', 'afterEach'] as const) {
    for (const hook of foreignHooks(suite, kind)) wrapEachHook(hook, scenes);
  }
  wrapAllHooks(suite, 'beforeAll', 'before all', scenes);
  wrapAllHooks(suite, 'afterAll', 'after all', scenes);
}

/** A miss that such a hook does not notice fails the test, and leaves the suite's other tests alone. */
function wrapEachHook(hook: MochaHook, scenes: Scenes): void {
  wrap(hook, (body, done) => {
    const scene = scenes.current;
    if (scene === undefined) return body(done);
    scene.run(() => body((error) => done(isFailure(hook, error) ? scene.ended(error) : error)));
  });
}

/** The hooks of a suite share a scene, from the first to the last that runs. */
function wrapAllHooks(
  suite: MochaSuite,
  kind: 'beforeAll' | 'afterAll',
  name: SuiteHooks,
  scenes: Scenes,
): void {
  let scene: Scene | undefined;
  for (const hook of foreignHooks(suite, kind)) {
    wrap(hook, (body, done) => {
      const on = scene ?? scenes.makeHooksScene(suite, name);
      scene = on;
      scenes.enter(on);
      const end = (error: unknown): void => {
        const failure = endOf(hook, on, error);
        scenes.leave(on);
        const goesOn = failure === undefined && !hook.pending && foreignHooks(suite, kind).at(-1) !== hook;
        if (goesOn) {
          done(error);
          return;
        }
        scene = undefined;
        on.finish(failure, (told) => done(notSkipped(hook, told) ?? error));
      };
      on.run(() => body(end));
    });
  }
}

/** Where hooks follow, which may make calls, the scene is settled by the root hook after them. */
function endTest(test: MochaTest, scene: Scene, error: unknown, done: Done): void {
  const failure = endOf(test, scene, error);
  if (hasAfterEach(test.parent)) done(failure ?? error);
  else scene.finish(failure, (told) => done(notSkipped(test, told) ?? error));
}

/** What the test or hook is to fail with. */
function endOf(runnable: MochaRunnable, scene: Scene, error: unknown): unknown {
  return notSkipped(runnable, scene.ended(isFailure(runnable, error) ? error : undefined));
}

/** A failure must not hide behind `this.skip()`: a suite of skipped tests passes. */
function notSkipped(runnable: MochaRunnable, failure: unknown): unknown {
  if (failure !== undefined) runnable.pending = false;
  return failure;
}

function isFailure({ pending }: MochaRunnable, error: unknown): boolean {
  return error !== undefined && error !== null && !pending;
}

function hasAfterEach(suite: MochaSuite | undefined): boolean {
  if (suite === undefined) return false;
  return foreignHooks(suite, 'afterEach').length > 0 || hasAfterEach(suite.parent);
}

function foreignHooks(suite: MochaSuite, kind: HookKind): readonly MochaHook[] {
  return suite.getHooks(kind).filter((hook) => !isOwnHook(hook));
}

function wrap(runnable: MochaRunnable, around: (body: Body, done: Done) => void): void {
  if (WRAPPED in runnable) return;
  Object.defineProperty(runnable, WRAPPED, { value: true });
  const { run } = runnable;
  runnable.run = (done) => around((inner) => run.call(runnable, inner), done);
}
