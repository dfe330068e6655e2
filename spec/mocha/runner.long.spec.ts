import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { requestsIn } from '../support/cassettes.js';
import { type Project, useProjects } from './support/project.js';

const HEAD =
  "import { ask, askQuietly, client } from 'calls';\nimport { strict as assert } from 'node:assert';\nimport { cassette } from 'grpc-cassette/mocha';\n";

/** More than there are workers. */
const NAMES = ['a', 'b', 'c'];

/** Spec files whose tests have the same titles. */
const SAME = (name: string): string => `${HEAD}
describe('suite', () => {
  cassette({ onUnplayed: 'error' });
  after(() => ask('after ${name}'));
  before(() => ask('before ${name}'));
  it('asks', async () => assert.equal(await ask('${name}'), 're:${name}'));
  it('fails', async () => { await askQuietly('gone ${name}'); await ask('more'); });
});`;

const ATTEMPTS = `${HEAD}
const seen = {};
const attempt = (test) => { seen[test.title] = (seen[test.title] ?? 0) + 1; return seen[test.title]; };
describe('retries', function () {
  it('of a test that sets them itself', async function () {
    this.retries(2);
    await ask('A');
    if (attempt(this.test) < 3) throw new Error('not yet');
  });
  it('with a callback', function (done) {
    this.retries(1);
    client.Unary(Buffer.from('A'), (error) => done(error ?? (attempt(this.test) < 2 ? new Error('not yet') : null)));
  });
  it('after a time-out', async function () {
    this.retries(1);
    const isFirst = attempt(this.test) < 2;
    if (isFirst) this.timeout(60);
    await ask('A');
    if (isFirst) await new Promise(() => undefined);
  });
  it('of a miss that stays', async function () { this.retries(2); await askQuietly('unknown'); });
});
describe('skips', () => {
  it('in the test', function () { this.skip(); });
  it('after a call', async function () { await ask('A'); this.skip(); });
  it('with a callback', function (done) { client.Unary(Buffer.from('A'), () => { try { this.skip(); } catch {} }); });
  it('without a body');
  it.skip('at once', () => ask('A'));
  describe('of beforeEach', () => { beforeEach(async function () { await ask('A'); this.skip(); }); it('t', () => ask('B')); });
  describe('of before', () => { before(async function () { await ask('A'); this.skip(); }); it('t', () => ask('B')); });
  describe.skip('of a suite', () => { before(() => ask('A')); it('t', () => ask('B')); });
  it('and goes on', () => ask('A'));
});`;

describe('mocha: its runner', function () {
  this.timeout(60_000);
  const projects = useProjects();
  const RECORD = { GRPC_CASSETTE_MODE: 'once' };
  const UNPLUGGED = { ECHO_SERVER: '127.0.0.1:1' };
  const has = (project: Project, name: string) => requestsIn(join(project.folder, 'fixtures/spec', name));

  it('--parallel: the cassettes, verdicts and messages are those of a serial run', async () => {
    const project = projects.make(
      Object.fromEntries(NAMES.map((name) => [`spec/${name}.spec.js`, SAME(name)])),
    );
    const parallel = ['spec', '--parallel', '--jobs', '2'];
    const recorded = await project.results(parallel, RECORD);
    expect([recorded.failed, recorded.passed.length]).to.deep.equal([[], 6]);
    expect(project.files()).to.deep.equal([
      ...NAMES.flatMap((name) =>
        ['after all', 'asks', 'before all', 'fails'].map((title) => `spec/${name}.spec/suite/${title}.yaml`),
      ),
    ]);
    expect(has(project, 'b.spec/suite/asks.yaml')).to.deep.equal(['b']);
    for (const name of NAMES) project.write(`spec/${name}.spec.js`, SAME(name).replaceAll('gone', 'new'));
    const [serial, inParallel] = await Promise.all([
      project.results(['spec'], UNPLUGGED),
      project.results(parallel, UNPLUGGED),
    ]);
    expect(serial.failed).to.deep.equal(NAMES.map(() => 'suite fails'));
    expect(inParallel.failed).to.deep.equal(serial.failed);
    expect(inParallel.messageOf('suite fails')).to.match(
      /^A call was not answered[\s\S]*asked: +"[^"]*new[\s\S]*npx mocha -g '\^suite fails\$'/,
    );
    expect([...inParallel.passed].sort()).to.deep.equal([...serial.passed].sort());
  });

  it('retries and skips: an attempt that failed leaves no trace in the next', async () => {
    const project = projects.make({ 'spec/a.spec.js': ATTEMPTS });
    const recorded = await project.results(undefined, RECORD);
    expect(recorded.failed).to.deep.equal([]);
    const skipped = [
      'skips in the test',
      'skips after a call',
      'skips with a callback',
      'skips without a body',
      'skips at once',
      'skips of beforeEach t',
      'skips of before t',
      'skips of a suite t',
    ];
    expect([...recorded.pending].sort()).to.deep.equal([...skipped].sort());
    expect(has(project, 'a.spec/retries/of a test that sets them itself.yaml')).to.deep.equal(['A']);
    expect(has(project, 'a.spec/retries/of a test that sets them itself.rejected.yaml')).to.deep.equal([
      'A',
      'A',
    ]);
    expect(project.files().filter((name) => !name.includes('.rejected'))).to.deep.equal([
      'spec/a.spec/retries/after a time-out.yaml',
      'spec/a.spec/retries/of a miss that stays.yaml',
      'spec/a.spec/retries/of a test that sets them itself.yaml',
      'spec/a.spec/retries/with a callback.yaml',
      'spec/a.spec/skips/after a call.yaml',
      'spec/a.spec/skips/and goes on.yaml',
      'spec/a.spec/skips/of before/before all.yaml',
      'spec/a.spec/skips/of beforeEach/t.yaml',
      'spec/a.spec/skips/with a callback.yaml',
    ]);
    rmSync(join(project.folder, 'fixtures/spec/a.spec/retries/of a miss that stays.yaml'));
    const replayed = await project.results(undefined, UNPLUGGED);
    expect(replayed.failed).to.deep.equal(['retries of a miss that stays']);
    expect(replayed.messageOf(replayed.failed[0] ?? ''))
      .to.match(/^A call was not answered/)
      .and.not.to.include('alike');
    expect([...replayed.pending].sort()).to.deep.equal([...skipped].sort());
    expect(replayed.passed).to.deep.equal(recorded.passed.filter((title) => title !== replayed.failed[0]));
    const forbidden = await project.results(
      ['spec', '--forbid-pending', '-g', 'skips (in|after|with a c|and)'],
      UNPLUGGED,
    );
    expect(forbidden.failed).to.deep.equal([
      'skips in the test',
      'skips after a call',
      'skips with a callback',
    ]);
    expect(forbidden.messageOf('skips after a call')).to.equal('Pending test forbidden');
    expect(forbidden.passed).to.deep.equal(['skips and goes on']);
  });

  it('.only: the cassettes are those of the whole file, also of tests with one title', async () => {
    const loop = (only: string): string => `${HEAD}
describe('loop', () => {
  it('same', () => ask('one'));
  it('other', () => ask('other'));
  it${only}('same', () => ask('two'));
});`;
    const project = projects.make({ 'spec/a.spec.js': loop('') });
    expect((await project.results(undefined, RECORD)).failed).to.deep.equal([]);
    project.write('spec/a.spec.js', loop('.only'));
    const only = await project.results(undefined, UNPLUGGED);
    expect([only.failed, only.passed]).to.deep.equal([[], ['loop same']]);
  });

  for (const [mode, recorded, setUps] of [
    ['new_episodes', ['x', 'y'], ['set up']],
    ['rewrite', ['y'], ['set up']],
  ] as const) {
    it(`--watch: each run opens the cassettes anew, in mode ${mode}`, async () => {
      // A run that a second change cuts short ends without the test.
      const spec = (request: string): string => `const { ask } = require('calls');
describe('watched', () => {
  let heard = 'nothing';
  before(() => ask('set up'));
  it('asks', async () => { heard = await ask('${request}'); });
  after(() => console.log('heard', heard));
});`;
      const project = projects.make({ 'spec/a.spec.cjs': spec('x') });
      const watching = project.start(['--watch', 'spec/**/*.cjs'], { GRPC_CASSETTE_MODE: mode });
      await watching.said('heard re:x');
      project.write('spec/a.spec.cjs', spec('y'));
      await watching.said('heard re:y');
      await watching.kill();
      expect(has(project, 'a.spec.cjs/watched/asks.yaml')).to.deep.equal(recorded);
      expect(has(project, 'a.spec.cjs/watched/before all.yaml')).to.deep.equal(setUps);
    });
  }
});
