import { expect } from 'chai';
import { cassette, unary } from '../support/cassettes.js';
import { useProjects } from './support/project.js';

const SPEC = `
import { openCassette } from 'grpc-cassette';
import { ask } from 'calls';
describe('suite', () => {
  before(() => ask('A'));
  it('asks', () => ask('A'));
  it('asks no more', () => undefined);
  it.skip('is skipped', () => ask('A'));
  it('skips itself', function () { this.skip(); });
  it('fails before it asks', () => { throw new Error('too soon'); });
  it('opens one by its path', () => void openCassette('fixtures/shared.yaml').unplayed);
  it('is retried', async function () { this.retries(1); await ask('A'); if (!globalThis.again) { globalThis.again = true; throw new Error('once more'); } });
});
describe.skip('a skipped suite', () => { before(() => ask('A')); it('t', () => ask('A')); });`;

describe('mocha: orphans', function () {
  this.timeout(60_000);
  const projects = useProjects();
  const LIST = { GRPC_CASSETTE_ORPHANS: 'list' };
  const one = cassette(unary('A', 'a'));
  const at = 'fixtures/spec/a.spec/suite';
  const files = {
    'spec/a.spec.js': SPEC,
    'spec/b.spec.js': "import { ask } from 'calls';\nit('b', () => ask('A'));",
    'spec/later.spec.js': "it('asks no more', () => undefined);",
    ...Object.fromEntries(
      [
        ...[
          'before all',
          'asks',
          'asks no more',
          'is skipped',
          'skips itself',
          'fails before it asks',
          'is retried',
          'gone',
          'gone.rejected',
        ].map((name) => `${at}/${name}.yaml`),
        'fixtures/spec/a.spec/a skipped suite/before all.yaml',
        'fixtures/shared.yaml',
        'fixtures/nobody.yaml',
        'fixtures/spec/b.spec/b.yaml',
        'fixtures/spec/deleted.spec/t.yaml',
        'fixtures/spec/later.spec/t.yaml',
      ].map((path) => [path, one]),
    ),
  };
  const told = (stderr: string): string =>
    stderr
      .split('\n')
      .filter((line) => /^grpc-cassette|^ {2}fixtures/.test(line))
      .join('\n');
  const ORPHANS = [
    'fixtures/nobody.yaml',
    `${at}/asks no more.yaml`,
    `${at}/gone.yaml`,
    'fixtures/spec/deleted.spec/t.yaml',
  ]
    .map((path) => `\n  ${path}`)
    .join('');

  it('are the cassettes that no test of a full run used, listed when they are asked for', async () => {
    const project = projects.make(files);
    const specs = ['spec/a.spec.js', 'spec/b.spec.js'];
    const list = async (...args: string[]) => told((await project.results([...specs, ...args], LIST)).stderr);
    const full = `grpc-cassette: 4 under fixtures that no test of this run used. Not judged: 1, of spec files that this run did not include.${ORPHANS}`;
    const [serial, parallel, all] = await Promise.all([
      list(),
      list('--parallel', '--jobs', '2'),
      project.results(['spec'], LIST),
    ]);
    expect(serial).to.equal(full);
    expect(parallel).to.equal(full);
    expect(told(all.stderr)).to.equal(
      `grpc-cassette: 5 under fixtures that no test of this run used.${ORPHANS}\n  fixtures/spec/later.spec/t.yaml`,
    );
    expect(await list('-g', 'asks$')).to.equal(
      'grpc-cassette: no list of orphans, for "b" and 4 more were not run. Run all tests, without -g, .only or --bail.',
    );
    project.write('spec/b.spec.js', "it.only('b', () => undefined);");
    expect(await list()).to.equal(
      'grpc-cassette: no list of orphans, for some tests were picked by .only. Run all tests, without -g, .only or --bail.',
    );
    expect(told((await project.results(['spec'])).stderr)).to.equal('');
  });

  it('are none where all are used, and are not asked for in other words', async () => {
    const project = projects.make({
      'spec/b.spec.js': files['spec/b.spec.js'],
      'fixtures/spec/b.spec/b.yaml': one,
    });
    expect(told((await project.results(undefined, LIST)).stderr)).to.equal(
      'grpc-cassette: no orphans under fixtures.',
    );
    const wrong = await project.mocha(undefined, { GRPC_CASSETTE_ORPHANS: 'yes' });
    expect([
      wrong.code === 0,
      (wrong.stdout + wrong.stderr).includes('GRPC_CASSETTE_ORPHANS is "yes". Legal: list.'),
    ]).to.deep.equal([false, true]);
  });
});
