/** A test runner made of lib/testing alone: runs the tests of its job one after another, and says how each of them ended. */
import { AsyncResource } from 'node:async_hooks';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { CassetteError, cassetteInterceptor } from '../../../lib/index.js';
import { type FoundKey, readConfiguration } from '../../../lib/testing/configuration.js';
import { CassetteNames, type Titled } from '../../../lib/testing/names.js';
import { tellOrphans } from '../../../lib/testing/orphans.js';
import { type Part, TestRun } from '../../../lib/testing/run.js';
import { quoteArgument, type Runner } from '../../../lib/testing/runner.js';
import type { Scene } from '../../../lib/testing/scene.js';
import type { CassetteSetting } from '../../../lib/testing/setting.js';
import { expectReports, reportUse } from '../../../lib/testing/use-report.js';
import { callUnary, echoClient } from '../../support/echo-server.js';

/** A test, or the hooks before a suite. */
export interface PlainTest {
  readonly titles: readonly string[];
  /** What it asks, in order. */
  readonly requests: readonly string[];
  /** Asked when the test is over. */
  readonly lateRequest?: string;
  /** Whether it asks through something that was there before the run, as a pool of connections is. */
  readonly isDetached?: boolean;
  /** Whether it goes on where a call fails. */
  readonly isQuiet?: boolean;
  /** What it fails with at its end. */
  readonly fails?: string;
  /** What it says of its cassette before it asks. */
  readonly setting?: CassetteSetting;
  readonly isHooks?: boolean;
  /** Whether this run leaves it out. */
  readonly isLeftOut?: boolean;
}

/** What the program is to do. */
export interface PlainJob {
  readonly address: string;
  readonly tests: readonly PlainTest[];
  /** What the runner's own configuration has. */
  readonly keys?: readonly FoundKey[];
  readonly isPart?: boolean;
}

/** How a test ended. */
export interface PlainEnd {
  readonly title: string;
  readonly message?: string;
  readonly code?: string;
}

const PLAIN: Runner = {
  name: 'plain',
  howToReach: 'Ask the plain way.',
  pickers: '--some or --few',
};

const job = JSON.parse(process.argv[2] ?? '') as PlainJob;
const configuration = readConfiguration({ defaultFolder: 'tapes', findKeys: () => job.keys ?? [] });
const { folder, project } = configuration;
const names = new CassetteNames(folder, project);
const run = new TestRun(configuration, PLAIN);
const client = echoClient(job.address, { interceptors: [cassetteInterceptor()] });
const detached = AsyncResource.bind(callUnary);
const begun = new Set<PlainTest>();
const passed = new Set<PlainTest>();

function titled(test: PlainTest): Titled {
  return { key: test, file: join(project, 'spec/plain.test.ts'), titles: test.titles };
}

function pathOf(test: PlainTest): string {
  return test.isHooks === true
    ? names.pathOfHooks(titled(test), 'before all')
    : names.pathOfTest(titled(test));
}

async function ask(test: PlainTest, request: string): Promise<void> {
  const { error } = await (test.isDetached === true ? detached : callUnary)(client, request);
  if (error !== null && test.isQuiet !== true) throw error;
}

async function body(test: PlainTest, scene: Scene): Promise<void> {
  if (test.setting !== undefined) scene.configure(test.setting);
  for (const request of test.requests) await ask(test, request);
  if (test.fails !== undefined) throw new Error(test.fails);
}

function sceneOf(test: PlainTest): Scene {
  const { titles } = test;
  const command = `plain ${quoteArgument(titles.join(' > '))}`;
  const part: Part = { titles, command, settings: [], path: () => pathOf(test) };
  return test.isHooks === true ? run.createHooksScene(part) : run.createTestScene(part);
}

async function runTest(test: PlainTest): Promise<PlainEnd> {
  begun.add(test);
  const scene = sceneOf(test);
  run.enter(scene);
  let late: Promise<void> | undefined;
  const { lateRequest } = test;
  const error = await new Promise((resolve) => {
    scene.run(() => {
      void body(test, scene).then(() => resolve(undefined), resolve);
      if (lateRequest !== undefined) late = isOver.then(() => ask({ ...test, isQuiet: true }, lateRequest));
    });
  });
  const failure = scene.ended(error);
  run.leave(scene);
  const told = await new Promise((resolve) => scene.finish(failure, resolve));
  end();
  await late;
  if (told === undefined) passed.add(test);
  const title = test.titles.join(' ');
  return { title, ...(told === undefined ? {} : { message: (told as Error).message, ...codeOf(told) }) };
}

function codeOf(told: unknown): { readonly code?: string } {
  return CassetteError.is(told) ? { code: told.code } : {};
}

let end: () => void = () => undefined;
let isOver: Promise<void> = Promise.resolve();

expectReports();
for (const test of job.tests) names.add(test.isHooks === true ? 'suite' : 'test', titled(test));
for (const test of job.tests.filter(({ isLeftOut }) => isLeftOut !== true)) {
  isOver = new Promise((resolve) => {
    end = resolve;
  });
  writeSync(1, `${JSON.stringify(await runTest(test))}\n`);
}
run.tellLateCalls();
run.tellUnasked(process.env, job.isPart === true);
reportUse(() => ({
  specs: [names.folderOf(join(project, 'spec/plain.test.ts'))],
  unfinished: job.tests.filter((test) => !passed.has(test)).map(pathOf),
  notRun: job.tests.filter((test) => !begun.has(test)).map(({ titles }) => titles.join(' ')),
  hasOnly: false,
}));
tellOrphans(configuration, PLAIN);
client.close();
