import { expect } from 'chai';
import { cassette, unary } from '../support/cassettes.js';
import { usePlainProject } from './support/plain-project.js';

const LIST = { GRPC_CASSETTE_ORPHANS: 'list' };

describe('the cassettes that no test uses', () => {
  const project = usePlainProject();
  const tests = [
    { titles: ['s', 'one'], requests: ['A'] },
    { titles: ['s', 'two'], requests: ['B'] },
  ];
  const FOLDER = 'tapes/spec/plain.test';

  beforeEach(() => {
    project.write(`${FOLDER}/s/one.yaml`, cassette(unary('A', 're:A')));
    project.write(`${FOLDER}/s/two.yaml`, cassette(unary('B', 're:B')));
  });

  it('are listed, and no others', async () => {
    for (const name of [
      `${FOLDER}/s/gone.yaml`,
      `${FOLDER}/s/gone.rejected.yaml`,
      `${FOLDER}/s/.gone.yaml.1-x.journal`,
      'tapes/spec/removed.test/t.yml',
      'tapes/spec/other.test/t.yaml',
      'spec/other.test.ts',
      'spec/plain.test.ts',
    ]) {
      project.write(name, '');
    }
    const { stderr } = await project.run({ tests }, LIST);
    expect(stderr).to.equal(
      'grpc-cassette: 2 under tapes that no test of this run used. Not judged: 1, of spec files that this run did not include.\n' +
        `  ${FOLDER}/s/gone.yaml\n  tapes/spec/removed.test/t.yml\n`,
    );
  });

  it('are none where each is used, or belongs to a test that failed before it asked', async () => {
    const failing = [{ titles: ['s', 'one'], requests: [], fails: 'early' }, ...tests.slice(1)];
    const runs = await Promise.all([tests, failing].map((each) => project.run({ tests: each }, LIST)));
    for (const { stderr } of runs) expect(stderr).to.equal('grpc-cassette: no orphans under tapes.\n');
  });

  it('cannot be told where a test was not run', async () => {
    const [one, ...others] = tests;
    const some = [
      ...(one === undefined ? [] : [one]),
      ...others.map((test) => ({ ...test, isLeftOut: true })),
    ];
    expect((await project.run({ tests: some }, LIST)).stderr).to.equal(
      'grpc-cassette: no list of orphans, for "s two" was not run. Run all tests, without --some or --few.\n',
    );
    expect((await project.run({ tests: some })).stderr).to.equal('');
  });

  it('are asked for by one word', async () => {
    const { stderr } = await project.run({ tests }, { GRPC_CASSETTE_ORPHANS: 'all' });
    expect(stderr).to.match(/^CassetteError: GRPC_CASSETTE_ORPHANS is "all"\. Legal: list\.$/m);
  });
});
