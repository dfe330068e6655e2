import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readImports } from '../house/read-imports.js';
import { affectedSpecs } from './affected-specs.js';
import { changesBetween, readBuiltFiles } from './built-files.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const built = join(root, '.test-build');
const MODULES = join(root, 'node_modules');

let before = readBuiltFiles(built);
let mocha: ChildProcess | undefined;
let isOver = false;
/** What has changed since its specs last passed. */
const changed = new Set<string>();

const compiler = spawn(
  process.execPath,
  [join(MODULES, 'typescript/bin/tsc'), '-p', 'tsconfig.test.json', '--watch', '--preserveWatchOutput'],
  { cwd: root, detached: true, stdio: ['ignore', 'pipe', 'inherit'] },
);
createInterface({ input: compiler.stdout }).on('line', (line) => {
  if (line !== '') console.log(line);
  if (line.includes('Found 0 errors')) noteBuild();
});
compiler.on('exit', (code) => {
  if (!isOver) process.exitCode = code ?? 1;
  finish();
});
process.on('SIGINT', finish);
process.on('SIGTERM', finish);

function noteBuild(): void {
  const after = readBuiltFiles(built);
  const changes = changesBetween(before, after);
  before = after;
  for (const path of changes) changed.add(path);
  if (changes.length === 0) return;
  if (mocha === undefined) test();
  else end(mocha); // and then test again
}

function test(): void {
  const sources = [...changed];
  const specs = affectedSpecs(sources, readImports(root, 'spec'));
  if (specs.length === 0) {
    console.log(`No spec imports ${sources.join(', ')}: npm test runs them all.`);
    return;
  }
  const files = specs.map((path) => join(built, path.replace(/\.ts$/, '.js')));
  const run = spawn(process.execPath, [join(MODULES, 'mocha/bin/mocha.js'), ...files], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  mocha = run;
  run.on('exit', (code) => {
    mocha = undefined;
    if (code === 0) for (const path of sources) changed.delete(path);
    if (code === null && !isOver) test();
  });
}

/** Ends what runs. */
function finish(): void {
  isOver = true;
  end(compiler);
  if (mocha !== undefined) end(mocha);
}

/** Each child leads a process group, so that what it has started ends with it. */
function end({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGTERM');
}
