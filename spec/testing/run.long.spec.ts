import { expect } from 'chai';
import { requestsIn } from '../support/cassettes.js';
import { NOWHERE, usePlainProject } from './support/plain-project.js';

const RECORD = { GRPC_CASSETTE_MODE: 'once' };

describe('a run of tests, whichever runner calls them', () => {
  const project = usePlainProject();

  const tests = [
    { titles: ['s', 'one'], requests: ['A', 'B'] },
    { titles: ['s', 'two'], requests: ['C'] },
    { titles: ['s', 'none'], requests: [] },
  ];
  const ENDS = [{ title: 's one' }, { title: 's two' }, { title: 's none' }];

  it('gives each test a cassette of its own, and none to one without calls', async () => {
    expect(await project.run({ tests }, RECORD)).to.deep.equal({ ends: ENDS, stderr: '' });
    expect(project.files()).to.deep.equal([
      'tapes/spec/plain.test/s/one.yaml',
      'tapes/spec/plain.test/s/two.yaml',
    ]);
    expect(requestsIn(project.path('tapes/spec/plain.test/s/one.yaml'))).to.deep.equal(['A', 'B']);
    expect(await project.run({ tests, address: NOWHERE })).to.deep.equal({ ends: ENDS, stderr: '' });
  });

  it('is in charge of calls that lost their context, too', async () => {
    const detached = { titles: ['pool'], requests: ['A'], isDetached: true };
    expect((await project.run({ tests: [detached] }, RECORD)).ends).to.deep.equal([{ title: 'pool' }]);
    expect(requestsIn(project.path('tapes/spec/plain.test/pool.yaml'))).to.deep.equal(['A']);
  });

  it('gives the hooks around a suite one of their own', async () => {
    const hooks = { titles: ['s'], requests: ['H'], isHooks: true };
    const { ends } = await project.run({ tests: [hooks, ...tests] }, RECORD);
    expect(ends).to.deep.equal([{ title: 's' }, ...ENDS]);
    expect(requestsIn(project.path('tapes/spec/plain.test/s/before all.yaml'))).to.deep.equal(['H']);
  });

  it('fails a test that did not notice its misses, and tells the command of its runner', async () => {
    await project.run({ tests }, RECORD);
    project.write('tapes/spec/plain.test/s/two.rejected.yaml', 'of another day');
    const other = { titles: ['s', 'two'], requests: ['X'], isQuiet: true };
    const { ends } = await project.run({ tests: [other], address: NOWHERE });
    const [end] = ends;
    expect(end?.code).to.equal('no_match');
    const lines = end?.message?.split('\n') ?? [];
    expect(lines[0]).to.equal('A call was not answered by its cassette, and its error went unnoticed.');
    expect(lines.at(-1)).to.equal(
      "  in plain:  GRPC_CASSETTE_MODE=new_episodes plain 's > two' adds what is missing.",
    );
    expect(end?.message).to.include('tapes/spec/plain.test/s/two.yaml (mode none)');
  });

  it('sets aside what a test recorded that failed, and says so when it is missed', async () => {
    const failing = { titles: ["it's"], requests: ['A'], fails: 'its own' };
    const recorded = await project.run({ tests: [failing] }, RECORD);
    expect(recorded.ends).to.deep.equal([{ title: "it's", message: 'its own' }]);
    expect(project.files()).to.deep.equal(["tapes/spec/plain.test/it's.rejected.yaml"]);
    const { ends } = await project.run({ tests: [failing] });
    expect(ends[0]?.message?.split('\n').slice(-2)).to.deep.equal([
      "  in plain:  GRPC_CASSETTE_MODE=once plain 'it'\\''s' records it.",
      "             What was recorded when the test failed is in tapes/spec/plain.test/it's.rejected.yaml.",
    ]);
  });

  it('tells who calls when its test is over, and answers nothing', async () => {
    const late = { titles: ['s', 'late'], requests: ['A'], lateRequest: 'L' };
    const before = project.reached.length;
    const { ends, stderr } = await project.run({ tests: [late] }, RECORD);
    expect(ends).to.deep.equal([{ title: 's late' }]);
    expect(stderr).to.include(
      'GrpcCassetteWarning: "s late" left something behind that made calls after its end. They were not answered. Wait for them in the test.',
    );
    const { stderr: told } = await project.run({ tests: [{ ...late, requests: [] }] }, RECORD);
    expect(told).to.include('"s late" left something behind');
    expect(project.reached.slice(before)).to.deep.equal(['A']);
  });

  it('tells a person who records that no call asked, where all files were run', async () => {
    const silent = { tests: tests.slice(2) };
    const [all, ...others] = await Promise.all([
      project.run(silent, RECORD),
      project.run({ ...silent, isPart: true }, RECORD),
      project.run(silent),
      project.run({ tests: [] }, RECORD),
    ]);
    expect(all.stderr).to.include(
      'GrpcCassetteWarning: no gRPC call asked for a cassette, and nothing was recorded. Ask the plain way.\n',
    );
    expect(others.map(({ stderr }) => stderr)).to.deep.equal(['', '', '']);
  });

  it('takes what a test says of its cassette, until that is in use', async () => {
    const live = { titles: ['live'], requests: ['A'], setting: false };
    expect((await project.run({ tests: [live] }, RECORD)).ends).to.deep.equal([{ title: 'live' }]);
    expect(project.files()).to.deep.equal([]);
    const once = { titles: ['once'], requests: ['A'], setting: { mode: 'once' as const } };
    expect((await project.run({ tests: [once] })).ends).to.deep.equal([{ title: 'once' }]);
    expect(project.files()).to.deep.equal(['tapes/spec/plain.test/once.yaml']);
  });

  it('records nothing on a machine unless it is told to, and says so', async () => {
    const once = { titles: ['once'], requests: ['A'], setting: { mode: 'once' as const } };
    const { ends } = await project.run({ tests: [once] }, { CI: 'true' });
    expect(ends[0]?.message?.split('\n').slice(-2)).to.deep.equal([
      "  in plain:  GRPC_CASSETTE_MODE=once plain 'once' records it.",
      '             The mode once acts as none here, for CI is set.',
    ]);
    expect(project.files()).to.deep.equal([]);
    expect((await project.run({ tests: [once] }, { CI: 'true', ...RECORD })).ends).to.deep.equal([
      { title: 'once' },
    ]);
  });
});
