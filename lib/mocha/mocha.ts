/**
 * What the hooks use of mocha 10, 11 and 12. Structural, so that the published types need no `@types/mocha`, and no copy of
 * mocha is loaded beside the one that runs.
 */
export interface MochaSuite {
  readonly title: string;
  readonly root: boolean;
  readonly file?: string | undefined;
  readonly parent?: MochaSuite | undefined;
  readonly suites: readonly MochaSuite[];
  readonly tests: readonly MochaTest[];
  /** The `this` of its hooks and tests; inherits from that of its parent. */
  readonly ctx: object;
  titlePath(): string[];
  /** The list itself, which the runner reads. */
  getHooks(name: HookKind): MochaHook[];
  hasOnly(): boolean;
}

export type HookKind = 'beforeAll' | 'beforeEach' | 'afterEach' | 'afterAll';

/** A test or a hook. */
export interface MochaRunnable {
  readonly title: string;
  readonly file?: string | undefined;
  readonly parent?: MochaSuite | undefined;
  /** Set by `this.skip()`. */
  pending: boolean;
  /** Called by mocha's runner. `done` is told the error, once, however the body ends: it throws, rejects, times out. */
  run(done: Done): void;
}

export type Done = (error?: unknown) => void;

export interface MochaTest extends MochaRunnable {
  readonly state?: string | undefined;
  /** What it failed with, as mocha's reporters note it. */
  readonly err?: unknown;
  /** The test of which this one is a further attempt. */
  retriedTest(): MochaTest | undefined;
  isPending(): boolean;
}

export interface MochaHook extends MochaRunnable {
  readonly fn: unknown;
  /** Fails the current test, and nothing else. */
  error(error: unknown): void;
}

/** The `this` of a root hook. */
export interface HookContext {
  readonly currentTest?: MochaTest | undefined;
  /** The hook itself. */
  readonly test: MochaHook;
  timeout(ms: number): unknown;
}

/** The suite that holds everything. */
export function rootOf(suite: MochaSuite): MochaSuite {
  return suite.parent === undefined ? suite : rootOf(suite.parent);
}

/** A suite and those in it, in the order in which they were defined. */
export function* eachSuite(suite: MochaSuite): Generator<MochaSuite> {
  yield suite;
  for (const child of suite.suites) yield* eachSuite(child);
}

/** The test itself, whichever attempt at it this is. The runner puts the last one in the suite's list. */
export function firstAttempt(test: MochaTest): MochaTest {
  return test.retriedTest() ?? test;
}
