import { expect } from 'chai';
import { useProjects } from './support/project.js';

const SPEC = (request: string, then = '') =>
  `import { ask } from 'calls';\ndescribe('s', () => { it('t', async () => { await ask('${request}');${then} }); });`;

describe('mocha: a hint', function () {
  this.timeout(60_000);
  const projects = useProjects();

  describe('says which command records', () => {
    it('what is missing, and where a failed recording is', async () => {
      const project = projects.make({ 'spec/a.spec.js': SPEC('A', " throw new Error('its own');") });
      await project.results(undefined, { GRPC_CASSETTE_MODE: 'once' });
      const replayed = await project.results();
      expect(replayed.messageOf('s t')).to.match(
        /\n {2}in mocha: {2}GRPC_CASSETTE_MODE=once npx mocha -g '\^s t\$' records it\.\n {13}What was recorded when the test failed is in fixtures\/spec\/a\.spec\/s\/t\.rejected\.yaml\.$/,
      );
    });

    it('what is new, with the mode of the next step', async () => {
      const project = projects.make({ 'spec/a.spec.js': SPEC('A') });
      await project.results(undefined, { GRPC_CASSETTE_MODE: 'once' });
      project.write('spec/a.spec.js', SPEC('B'));
      const replayed = await project.results();
      expect(replayed.messageOf('s t')).to.match(
        /too, with GRPC_CASSETTE_MODE=new_episodes\.\n {2}in mocha: {2}GRPC_CASSETTE_MODE=new_episodes npx mocha -g '\^s t\$' adds what is missing\.$/,
      );
    });

    it('what was played already: all of it anew', async () => {
      const project = projects.make({ 'spec/a.spec.js': SPEC('A') });
      await project.results(undefined, { GRPC_CASSETTE_MODE: 'once' });
      project.write('spec/a.spec.js', SPEC('A', " await ask('A');"));
      expect((await project.results()).messageOf('s t')).to.match(
        /\n {2}in mocha: {2}GRPC_CASSETTE_MODE=rewrite npx mocha -g '\^s t\$' records it anew\.$/,
      );
    });
  });

  describe('tells of a client that asks no cassette', () => {
    const BARE = `
import { Client, credentials } from '@grpc/grpc-js';
const client = new Client(process.env.ECHO_SERVER, credentials.createInsecure());
const same = (bytes) => bytes;
it('t', () => new Promise((resolve, reject) => {
  client.makeUnaryRequest('/echo.Echo/Unary', same, same, Buffer.from('A'), (error) => error ? reject(error) : resolve());
}));`;
    const REMEDY =
      'Give the clients cassetteInterceptor(), or reach them all with "node-option": ["import=grpc-cassette/register"] in .mocharc.';

    it('when nothing was recorded', async () => {
      const project = projects.make({ 'spec/a.spec.js': BARE });
      const recorded = await project.results(undefined, { GRPC_CASSETTE_MODE: 'once' });
      expect(recorded.passed).to.deep.equal(['t']);
      expect(recorded.stderr).to.include(
        `GrpcCassetteWarning: no gRPC call asked for a cassette, and nothing was recorded. ${REMEDY}`,
      );
      expect((await project.results()).stderr).not.to.include('GrpcCassetteWarning');
    });

    it('when the server is gone', async () => {
      const project = projects.make({ 'spec/a.spec.js': BARE });
      const replayed = await project.results(undefined, { ECHO_SERVER: '127.0.0.1:1' });
      expect(replayed.messageOf('t').split('\n').at(-1)).to.equal(
        `  No call of the test asked for its cassette. ${REMEDY}`,
      );
    });
  });

  it('says that a test was recording which reached no server', async () => {
    const project = projects.make({ 'spec/a.spec.js': SPEC('A') });
    const failed = await project.results(undefined, {
      GRPC_CASSETTE_MODE: 'once',
      ECHO_SERVER: '127.0.0.1:1',
    });
    expect(failed.messageOf('s t').split('\n').at(-1)).to.equal(
      '  The test was recording fixtures/spec/a.spec/s/t.yaml, and nobody answers at the address of its call. Start the server, and record again.',
    );
    expect(failed.stderr).to.include(
      'fixtures/spec/a.spec/s/t.yaml: recording (mode once), 1 call reached no server and was not recorded (/echo.Echo/Unary). Nobody answers at dns:127.0.0.1:1. Start the server and record again. The option keepFailures: true records such calls between others that did reach one.',
    );
  });
});
