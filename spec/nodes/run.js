// Runs the suite that `npm run build:test` has built on each Node, and the differential programs with each earlier copy of
// grpc-js; what a run printed is shown where it failed. The newest grpc-js is that of the repository.
import { fileURLToPath } from 'node:url';
import { runLimited } from '../../scripts/run-limited.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const TIME_LIMIT = 600_000;
/** As `npm test` has it, but for where the files are. */
const suite = ['--ignore', '.test-build/spec/**/*.long.spec.js', '.test-build/spec/**/*.spec.js'];
const inMemory = ['--require', './.test-build/spec/support/files-in-memory.js'];
const differential = ['--config', 'spec/nodes/differential.mocharc.json'];
// A server of 1.9 does not survive a handler that throws, as those of some generated programs do. A client of 1.9 that is
// closed while a call of its own has still to be sent, as an abandoned one may have, picks a subchannel again and again in
// microtasks, for ever (`doPick` of its load-balancing-call.js): no timer comes to end it.
const survived = [
  '--grep',
  String.raw`for generated programs|a handler that throws|destroy\(\) at once`,
  '--invert',
];

const runs = [
  { title: 'the oldest Node, with its files on the disk', node: 'node-20', args: suite },
  { title: 'Node 22', node: 'node-22', args: [...inMemory, ...suite] },
  { title: 'Node 24', node: 'node-24', args: [...inMemory, ...suite] },
  { title: 'grpc-js 1.9', node: 'node-24', copy: 'grpc-js-1.9', args: [...differential, ...survived] },
  { title: 'grpc-js 1.12', node: 'node-24', copy: 'grpc-js-1.12', args: differential },
];

let passed = 0;
let failed = 0;
for (const { title, node, copy, args } of runs) {
  const binary = fileURLToPath(new URL(`node_modules/${node}/bin/node`, import.meta.url));
  const { ending, printed } = await runLimited(binary, ['node_modules/mocha/bin/mocha.js', ...args], {
    cwd: root,
    env: { ...process.env, ...(copy === undefined ? {} : { GRPC_JS: copy }) },
    limit: TIME_LIMIT,
  });
  const tally = printed.match(/^(\d+) passed, (\d+) failed/m);
  const isGood = ending === 0 && tally !== null;
  passed += Number(tally?.[1] ?? 0);
  // A run that ends badly without counting a failure is one.
  failed += isGood ? 0 : Number(tally?.[2]) || 1;
  if (!isGood) process.stdout.write(printed);
  console.log(`${isGood ? 'ok    ' : 'FAILED'} ${title}: ${tally?.[0] ?? `ended with ${ending}`}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
