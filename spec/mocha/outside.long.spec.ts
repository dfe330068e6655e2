import { expect } from 'chai';
import { useProjects } from './support/project.js';

/** A call while the file loads, one in a test that has no cassette, and one in a test that has. */
const SPEC = `
import { ask } from 'calls';
import { cassette } from 'grpc-cassette/mocha';
const early = await ask('early').catch((error) => error.message);
it('hears what was asked early', () => { console.log('EARLY ' + early.split(',')[0]); });
it('has none', async () => { cassette(false); await ask('A'); });
it('has one', () => ask('B'));`;

describe('mocha: a call that no test has', function () {
  this.timeout(60_000);
  const projects = useProjects();

  async function run(cassette: object, variables: NodeJS.ProcessEnv = {}) {
    const project = projects.make({
      'spec/a.spec.js': SPEC,
      'package.json': JSON.stringify({ type: 'module', cassette: { mode: 'once', ...cassette } }),
    });
    const { code, stdout, stderr } = await project.mocha(['spec'], variables);
    return {
      code,
      early: /EARLY (.*)/.exec(stdout)?.[1],
      told: stderr.match(/No cassette is in charge/g) ?? [],
    };
  }

  it('is told of, unless the configuration says otherwise', async () => {
    expect(await run({})).to.deep.equal({ code: 0, early: 're:early', told: ['No cassette is in charge'] });
    expect(await run({ outside: 'pass' })).to.deep.equal({ code: 0, early: 're:early', told: [] });
  });

  it('fails where the configuration or the environment lets none pass', async () => {
    const failed = {
      code: 0,
      early: '9 FAILED_PRECONDITION: No cassette is in charge of the call /echo.Echo/Unary',
      told: [],
    };
    expect(await run({ outside: 'error' })).to.deep.equal(failed);
    expect(await run({}, { GRPC_CASSETTE_OUTSIDE: 'error' })).to.deep.include({ early: failed.early });
  });
});
