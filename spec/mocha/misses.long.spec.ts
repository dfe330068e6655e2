import { expect } from 'chai';
import { cassette, entry, requestsIn, unary } from '../support/cassettes.js';
import { type Project, type Results, useProjects } from './support/project.js';

const HEAD = `
import { strict as assert } from 'node:assert';
import { ask, askQuietly, client } from 'calls';
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
`;

const MISSES = `${HEAD}
describe('a miss', () => {
  it('thrown', () => ask('x'));
  it('swallowed', async () => { await askQuietly('x'); });
  it('retried', async () => { for (const _ of [1, 2, 3]) await askQuietly('x'); });
  it('of two kinds', async () => { await askQuietly('x'); await askQuietly('yy'); });
  it('before another error', async () => { assert.equal(await askQuietly('x'), 're:x'); });
  it('before a time-out', async function () { this.timeout(50); await askQuietly('x'); await later(1e6); });
  it('in a callback', (done) => { client.Unary(Buffer.from('x'), () => done()); });
  it('before a skip', async function () { if ((await askQuietly('x')) === 'nothing') this.skip(); });
  it('before a skip in a callback', function (done) { client.Unary(Buffer.from('x'), () => { try { this.skip(); } catch {} }); });
  it('before a word that is thrown', async () => { await askQuietly('x'); throw 'a word'; });
  it('before a frozen error', async () => { await askQuietly('x'); throw Object.freeze(new Error('frozen')); });
  it('none', () => undefined);
  it('none, and an error of its own', () => { throw new Error('its own'); });
});
describe('in before', () => { before(() => askQuietly('x')); it('runs not', () => undefined); });
describe('in beforeEach', () => { beforeEach(() => askQuietly('x')); it('fails', () => undefined); it('fails, too', () => undefined); });
describe('thrown in beforeEach', () => { beforeEach(() => ask('x')); it('runs not', () => undefined); });
describe('in afterEach', () => { afterEach(() => askQuietly('x')); it('fails', () => undefined); it('fails, too', () => undefined); });
describe('in after', () => { after(() => askQuietly('x')); it('passes', () => undefined); });`;

const explained = (
  test: string,
  extra = '',
): string => `There is no cassette, and mode none does not record one.
  call:      /echo.Echo/Unary (unary)
  cassette:  fixtures/spec/misses.spec/${test}.yaml (mode none)
  next step: record it with GRPC_CASSETTE_MODE=once, or correct the path.
${extra}  in mocha:  GRPC_CASSETTE_MODE=once npx mocha -g '^${test.replaceAll('/', ' ')}$' records it.`;
const UNNOTICED = 'A call was not answered by its cassette, and its error went unnoticed.\n';

describe('mocha: a miss', function () {
  this.timeout(60_000);
  const projects = useProjects();
  let results: Results;
  let report = '';
  before(async () => {
    const project = projects.make({ 'spec/misses.spec.js': MISSES });
    results = await project.results();
    ({ report } = await project.mocha(['spec', '-g', 'a miss (swallowed|before another)']));
    expect(project.files()).to.deep.equal([]);
  });

  const failsWith = (name: string, text: string) => {
    const title = `a miss ${name}`;
    expect(results.passed).not.to.include(title);
    expect(results.pending).not.to.include(title);
    expect(results.failed.filter((each) => each === title)).to.have.length(1);
    expect(results.messageOf(title)).to.equal(text);
  };

  it('that the test throws is told once', () =>
    failsWith('thrown', `9 FAILED_PRECONDITION: ${explained('a miss/thrown')}`));
  it('that the program swallows fails the test', () =>
    failsWith('swallowed', UNNOTICED + explained('a miss/swallowed')));
  it('that the program retries is told once, with a count', () =>
    failsWith('retried', UNNOTICED + explained('a miss/retried', '  3 calls missed alike.\n')));
  it('that another error hides is appended to that', () =>
    failsWith(
      'before another error',
      `Expected values to be strictly equal:\n+ actual - expected\n\n+ 'nothing'\n- 're:x'\n\n${explained('a miss/before another error')}`,
    ));
  it('that the test waits for in vain is appended to the time-out', () => {
    expect(results.messageOf('a miss before a time-out'))
      .to.match(/^Timeout of 50ms exceeded\./)
      .and.to.satisfy((text: string) => text.endsWith(`\n\n${explained('a miss/before a time-out')}`));
  });
  it('that a callback swallows fails the test', () =>
    failsWith('in a callback', UNNOTICED + explained('a miss/in a callback')));
  it('that a skip hides fails the test', () => {
    failsWith('before a skip', UNNOTICED + explained('a miss/before a skip'));
    failsWith('before a skip in a callback', UNNOTICED + explained('a miss/before a skip in a callback'));
    expect(results.pending).to.deep.equal([]);
  });
  it('is appended to what is thrown and is no error, or an error that cannot be changed', () => {
    failsWith(
      'before a word that is thrown',
      `a word\n\n${explained('a miss/before a word that is thrown')}`,
    );
    failsWith('before a frozen error', `frozen\n\n${explained('a miss/before a frozen error')}`);
  });
  it('that is none leaves the test and its error as they are', () => {
    expect(results.passed).to.include('a miss none');
    failsWith('none, and an error of its own', 'its own');
  });

  it('in an all-hook fails the hook, in an each-hook the test, and ends the run of nobody else', () => {
    expect(results.failed.slice(-7)).to.deep.equal([
      'in before "before all" hook for "runs not"',
      'in beforeEach fails',
      'in beforeEach fails, too',
      'thrown in beforeEach "before each" hook for "runs not"',
      'in afterEach fails',
      'in afterEach fails, too',
      'in after "after all" hook for "passes"',
    ]);
    expect(results.messageOf('in before "before all" hook for "runs not"')).to.equal(
      UNNOTICED + explained('in before/before all').replace("'^in before before all$'", "'^in before '"),
    );
  });

  it('points to the line that made the call, and leaves the difference of an assertion in its place', () => {
    expect(report).to.match(
      /records it\.\n(?: +at .*\n)* +at Context\.<anonymous> \(.*misses\.spec\.js:\d+:\d+\)\n/,
    );
    expect(report).to.match(/\+ expected - actual\n +-nothing\n +\+re:x\n/);
    expect(report).not.to.match(/lib[\\/](mocha|cassette)[\\/]/);
  });
});

const ENDS = `${HEAD}
import { cassette } from 'grpc-cassette/mocha';
describe('unplayed', () => {
  describe('is an error', () => {
    cassette({ onUnplayed: 'error' });
    it('where some are', () => ask('A'));
    it('where all are', () => undefined);
    it('not where none is', () => ask('A'));
    it('not where there is no cassette', () => undefined);
  });
  describe('in hooks', () => { afterEach(() => ask('B')); it('counts them', () => { cassette({ onUnplayed: 'error' }); return ask('A'); }); });
  describe('is a warning', () => { cassette({ onUnplayed: 'warn' }); it('where some are', () => ask('A')); });
  it('is nothing', () => ask('A'));
});
describe('open', () => {
  it('passes', async () => { client.Bidi().write(Buffer.from('A')); await later(20); });
  it('fails', async function () { this.timeout(100); const call = client.Bidi(); call.write(Buffer.from('A')); await new Promise((resolve) => call.on('end', resolve).resume()); });
});
describe('unreadable', () => { it('is its cassette', () => askQuietly('A')); });
describe('blocked', () => { cassette({ mode: 'once' }); it('by a file', () => ask('new')); });
describe('recorded', () => {
  cassette({ mode: 'rewrite' });
  it('badly', async () => { await ask('new'); throw new Error('not so'); });
  it('well', () => ask('new'));
  it('and skipped', async function () { await ask('new'); this.skip(); });
});`;

describe('mocha: the end of a test', function () {
  this.timeout(60_000);
  const projects = useProjects();
  let project: Project;
  let results: Results;
  const path = (name: string): string => `fixtures/spec/ends.spec/${name}.yaml`;
  before(async () => {
    const both = cassette(unary('A', 'a'), unary('B', 'b'));
    const bidi = cassette(entry({ method: 'Bidi', requests: ['A', 'B'], responses: ['a'], after: [2] }));
    project = projects.make({
      'spec/ends.spec.js': ENDS,
      [path('unplayed/is an error/where some are')]: both,
      [path('unplayed/is an error/where all are')]: both,
      [path('unplayed/is an error/not where none is')]: cassette(unary('A', 'a')),
      [path('unplayed/in hooks/counts them')]: both,
      [path('unplayed/is a warning/where some are')]: both,
      [path('unplayed/is nothing')]: both,
      [path('open/passes')]: bidi,
      [path('open/fails')]: bidi,
      [path('recorded/badly')]: both,
      [path('unreadable/is its cassette')]: 'no: cassette',
      'fixtures/spec/ends.spec/blocked': 'a file where a folder is to be',
    });
    results = await project.results();
  });

  it('with unplayed interactions fails, warns or passes as the option says', () => {
    expect(results.failed.filter((title) => title.startsWith('unplayed'))).to.deep.equal([
      'unplayed is an error where some are',
      'unplayed is an error where all are',
    ]);
    expect(results.passed.filter((title) => title.startsWith('unplayed'))).to.deep.equal([
      'unplayed is nothing',
      'unplayed is an error not where none is',
      'unplayed is an error not where there is no cassette',
      'unplayed in hooks counts them',
      'unplayed is a warning where some are',
    ]);
    expect(results.messageOf('unplayed is an error where some are')).to.match(
      /^1 of 2 recorded interactions was not played\.\n/,
    );
    expect(
      results.stderr.match(/GrpcCassetteWarning: 1 of 2 recorded interactions was not played/g),
    ).to.have.length(1);
  });

  it('with open calls names them and what they wait for, in its error or as a warning', () => {
    expect(results.passed).to.include('open passes');
    expect(results.stderr).to.include(
      `${path('open/passes')}: at the end of "open passes". A call is still open:\n  /echo.Echo/Bidi waits for request 2`,
    );
    expect(results.messageOf('open fails')).to.match(
      /^Timeout of 100ms exceeded\.[^\n]*\n\nA call is still open:\n {2}\/echo\.Echo\/Bidi waits for request 2$/,
    );
  });

  it('whose cassette cannot be read fails, and is not told to record over it', () => {
    expect(results.messageOf('unreadable is its cassette'))
      .to.match(/^A call was not answered[\s\S]*is its cassette\.yaml/)
      .and.not.to.include('in mocha:');
  });

  it('whose call cannot be recorded fails, and the call reaches no server', () => {
    expect(results.failed.filter((title) => title === 'blocked by a file')).to.have.length(1);
    expect(results.messageOf('blocked by a file')).to.match(
      /^9 FAILED_PRECONDITION: fixtures\/spec\/ends\.spec\/blocked\/by a file\.yaml: nothing can be recorded \(mode once\): E/,
    );
  });

  it('that failed sets aside what it recorded; one that passed or was skipped saves it', () => {
    const recorded = (name: string) => requestsIn(`${project.folder}/${path(name)}`);
    expect(results.failed).to.include('recorded badly');
    expect(recorded('recorded/badly')).to.deep.equal(['A', 'B']);
    expect(recorded('recorded/badly.rejected')).to.deep.equal(['new']);
    expect(recorded('recorded/well')).to.deep.equal(['new']);
    expect(results.pending).to.deep.equal(['recorded and skipped']);
    expect(recorded('recorded/and skipped')).to.deep.equal(['new']);
  });

  it('is told once where the call’s own error has it in colour', async () => {
    const spec = (request: string): string =>
      `import { ask } from 'calls';\ndescribe('s', () => { it('t', () => ask('${request}')); });`;
    const project = projects.make({ 'spec/a.spec.js': spec('A') });
    await project.results(undefined, { GRPC_CASSETTE_MODE: 'once' });
    project.write('spec/a.spec.js', spec('B'));
    const message = (await project.results(undefined, { FORCE_COLOR: '1' })).messageOf('s t');
    expect(message).to.include('the request: \u001b[31m"A"\u001b[39m -> \u001b[32m"B"\u001b[39m\n');
    expect(message.split('No recording of this method has this request.')).to.have.length(2);
  });
});
