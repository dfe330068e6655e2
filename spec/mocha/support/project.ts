import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Child, type ChildEnd } from '../../support/child.js';
import { type EchoServer, startEchoServer } from '../../support/echo-server.js';
import { projectRoot } from '../../support/shared-folder.js';

/** What a run of mocha printed. */
export interface MochaEnd extends ChildEnd {
  /** The report, without times and blank lines. */
  readonly report: string;
}

/** What mocha's JSON reporter tells of a run. */
export interface Results {
  readonly code: number | null;
  readonly stderr: string;
  /** Full titles. A test may be in two of them. */
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  readonly pending: readonly string[];
  /** What the test or hook with this full title failed with. */
  messageOf(title: string): string;
}

interface JsonTest {
  readonly fullTitle: string;
  readonly err: { readonly message?: string };
}

/** A project of a user: spec files, and this library and mocha in its `node_modules`. */
export interface Project {
  readonly folder: string;
  write(name: string, content: string): void;
  /** The cassettes and whatever else there is under a folder, sorted. */
  files(folder?: string): readonly string[];
  start(args: readonly string[], variables?: NodeJS.ProcessEnv): Child;
  mocha(args?: readonly string[], variables?: NodeJS.ProcessEnv): Promise<MochaEnd>;
  results(args?: readonly string[], variables?: NodeJS.ProcessEnv): Promise<Results>;
}

/** The `.mocharc.json` that the documents show. */
const MOCHARC = '{ "require": ["grpc-cassette/mocha"] }';

const here = (path: string): string => pathToFileURL(join(import.meta.dirname, path)).href;

/** What specs import as `calls`: a client whose calls the current cassette answers, on the server of this suite. */
const CALLS = `
import { cassetteInterceptor } from 'grpc-cassette';
import { callUnary, echoClient } from '${here('../../support/echo-server.js')}';
export const client = echoClient(process.env.ECHO_SERVER, { interceptors: [cassetteInterceptor()] });
export async function ask(request) {
  const { error, response } = await callUnary(client, request);
  if (error !== null) throw error;
  return response;
}
/** As programs do that must not fail. */
export const askQuietly = (request) => ask(request).catch(() => 'nothing');`;

/** The projects of the suite that calls this, and an echo server for them. They are removed after it. */
export function useProjects(): {
  readonly server: EchoServer;
  make(files?: Record<string, string>): Project;
} {
  const children = new Set<Child>();
  let shared = '';
  let started: EchoServer;
  before(async () => {
    shared = mkdtempSync(join(tmpdir(), 'grpc-cassette-mocha-'));
    installInto(join(shared, 'node_modules'));
    started = await startEchoServer();
  });
  after(async () => {
    await Promise.all([...children].map((child) => child.kill()));
    await started.stop();
    rmSync(shared, { recursive: true, force: true });
  });
  return {
    get server() {
      return started;
    },
    make: (files = {}) => makeProject(mkdtempSync(join(shared, 'project-')), files, started, children),
  };
}

/** Mocha is copied, since it looks for what it requires from its own folder; the others are links. */
function installInto(modules: string): void {
  mkdirSync(join(modules, 'grpc-cassette'), { recursive: true });
  // Another mocha than the installed one can be tried by hand: one below a folder that holds it and what it needs.
  const others = process.env['GRPC_CASSETTE_OTHER_MODULES'];
  for (const installed of [...(others === undefined ? [] : [others]), join(projectRoot, 'node_modules')]) {
    linkAll(installed, modules);
  }
  mkdirSync(join(modules, 'calls'));
  writeFileSync(
    join(modules, 'calls/package.json'),
    '{ "name": "calls", "type": "module", "main": "index.js" }',
  );
  writeFileSync(join(modules, 'calls/index.js'), CALLS);
  const own = join(modules, 'grpc-cassette');
  writeFileSync(
    join(own, 'package.json'),
    '{ "name": "grpc-cassette", "type": "module", "exports": { ".": "./index.js", "./mocha": "./mocha.js" } }',
  );
  writeFileSync(join(own, 'index.js'), `export * from '${here('../../../lib/index.js')}';`);
  writeFileSync(join(own, 'mocha.js'), `export * from '${here('../../../lib/mocha/index.js')}';`);
}

function linkAll(installed: string, modules: string): void {
  for (const name of readdirSync(installed)) {
    if (name.startsWith('.') || existsSync(join(modules, name))) continue;
    if (name === 'mocha') cpSync(join(installed, name), join(modules, name), { recursive: true });
    else symlinkSync(join(installed, name), join(modules, name));
  }
}

function makeProject(
  folder: string,
  files: Record<string, string>,
  server: EchoServer,
  children: Set<Child>,
): Project {
  const write = (name: string, content: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  const all = { '.mocharc.json': MOCHARC, 'package.json': '{ "type": "module" }', ...files };
  for (const [name, content] of Object.entries(all)) write(name, content);
  const start = (args: readonly string[], variables: NodeJS.ProcessEnv = {}): Child => {
    const { GRPC_CASSETTE_MODE: _, CI: __, GRPC_CASSETTE_ORPHANS: ___, ...env } = process.env;
    const mocha = join(folder, '../node_modules/mocha/bin/mocha.js');
    const child = new Child(
      spawn(process.execPath, [mocha, '--no-color', '--exit', '--timeout', '10000', ...args], {
        cwd: folder,
        env: { ...env, ECHO_SERVER: server.address, ...variables },
        stdio: ['pipe', 'pipe', 'pipe'],
      }),
    );
    children.add(child);
    void child.ended.then(() => children.delete(child));
    return child;
  };
  const mocha: Project['mocha'] = async (args = ['--recursive', 'spec'], variables = {}) => {
    const end = await start(args, variables).ended;
    const report = end.stdout.replace(/ \(\d+m?s\)/g, '').replace(/\n\s*\n/g, '\n');
    return { ...end, report };
  };
  return {
    folder,
    write,
    start,
    mocha,
    results: async (args = ['--recursive', 'spec'], variables = {}) =>
      resultsOf(await mocha([...args, '--reporter', 'json'], variables)),
    files: (name = 'fixtures') =>
      (existsSync(join(folder, name))
        ? readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' })
        : []
      )
        .filter((path) => statSync(join(folder, name, path)).isFile())
        .sort(),
  };
}

function resultsOf({ code, stdout, stderr }: ChildEnd): Results {
  const begin = stdout.indexOf('{\n  "stats"');
  if (begin < 0) throw new Error(`mocha printed no results: ${stdout}${stderr}`);
  const { passes, failures, pending } = JSON.parse(stdout.slice(begin)) as Record<
    string,
    readonly JsonTest[]
  >;
  const titles = (tests: readonly JsonTest[] = []): readonly string[] =>
    tests.map(({ fullTitle }) => fullTitle);
  return {
    code,
    stderr: stderr.replace(/\(node:\d+\) /g, ''),
    passed: titles(passes),
    failed: titles(failures),
    pending: titles(pending),
    messageOf: (title) => failures?.find(({ fullTitle }) => fullTitle === title)?.err.message ?? '',
  };
}
