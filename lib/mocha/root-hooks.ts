import { explainFailure } from '../testing/failure.js';
import { tellOrphans } from '../testing/orphans.js';
import { expectReports, reportUse, wantsOrphans } from '../testing/use-report.js';
import { ownHook } from './marks.js';
import { type HookContext, type MochaSuite, type MochaTest, rootOf } from './mocha.js';
import { MOCHA } from './runner.js';
import { theRun } from './state.js';
import { useOf } from './use.js';

/** Root hooks as mocha takes them; the type needs no `@types/mocha`. */
export interface MochaRootHooks {
  beforeAll(this: object): void;
  beforeEach(this: object): void;
  afterEach(this: object): Promise<void>;
  afterAll(this: object): void;
}

/** Gives each test a cassette of its own. `{ "require": ["grpc-cassette/mocha"] }` in `.mocharc` is all they need. */
export const mochaHooks: MochaRootHooks = {
  beforeAll: ownHook(function beforeAll(this: object): void {
    const root = rootOfHook(this);
    if (root !== undefined) theRun().prepare(root);
  }),
  beforeEach: ownHook(function beforeEach(this: object): void {
    const { currentTest } = this as HookContext;
    if (currentTest !== undefined) theRun().beginTest(currentTest);
  }),
  afterEach: ownHook(async function afterEach(this: object): Promise<void> {
    const context = this as HookContext;
    const scene = context.currentTest && theRun().sceneOf(context.currentTest);
    if (scene === undefined || context.currentTest === undefined) return;
    context.timeout(0);
    theRun().leave(scene);
    theRun().endTest(context.currentTest);
    tell(context, context.currentTest, await scene.settle());
  }),
  afterAll: ownHook(function afterAll(this: object): void {
    const root = rootOfHook(this);
    theRun().tellLateCalls();
    // A worker has one file at a time.
    theRun().tellUnasked(process.env, process.env['MOCHA_WORKER_ID'] !== undefined);
    if (root !== undefined) reportUse(() => useOf(root, theRun()));
  }),
};

/** Called by mocha once for a run, in its first process. */
export function mochaGlobalSetup(this: object): void {
  expectReports();
  // Mocha's runner, whose tests are not yet cut down to those with `.only`; there is none while watching.
  const { suite } = this as { readonly suite?: MochaSuite };
  if (suite !== undefined) theRun().prepare(suite);
}

/** Called by mocha once for a run, in its first process. */
export function mochaGlobalTeardown(): void {
  tellOrphans(theRun().configuration, MOCHA);
}

// What is configured wrongly is told before any test runs.
theRun();
wantsOrphans();

/** A root hook that throws would end the whole run. */
function tell(context: HookContext, test: MochaTest, trouble: unknown): void {
  if (trouble === undefined) return;
  if (test.state === 'failed' && test.err instanceof Error && trouble instanceof Error) {
    explainFailure(test.err, { misses: [], openCalls: [], forgiven: [], trouble, hint: undefined });
    return;
  }
  test.pending = false;
  context.test.error(trouble);
}

function rootOfHook(context: object): MochaSuite | undefined {
  const { parent } = (context as HookContext).test;
  return parent === undefined ? undefined : rootOf(parent);
}
