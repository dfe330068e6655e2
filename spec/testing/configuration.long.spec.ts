import { expect } from 'chai';
import type { FoundKey } from '../../lib/testing/configuration.js';
import { usePlainProject } from './support/plain-project.js';

describe('what a project says of its cassettes', () => {
  const project = usePlainProject();
  const tests = [{ titles: ['t'], requests: ['A'] }];

  async function filesWith(cassette: unknown, keys: readonly FoundKey[] = []): Promise<readonly string[]> {
    project.write('package.json', JSON.stringify({ cassette }));
    const { ends, stderr } = await project.run({ tests, keys });
    expect([ends, stderr]).to.deep.equal([[{ title: 't' }], '']);
    return project.files();
  }

  async function told(cassette: unknown, keys: readonly FoundKey[] = []): Promise<string | undefined> {
    project.write('package.json', JSON.stringify({ cassette }));
    const { ends, stderr } = await project.run({ tests, keys });
    expect(ends).to.deep.equal([]);
    return /^CassetteError: (.*)$/m.exec(stderr)?.[1] ?? stderr;
  }

  it('is in package.json', async () => {
    expect(await filesWith({ mode: 'once', folder: 'data/calls' })).to.deep.equal([
      'data/calls/spec/plain.test/t.yaml',
    ]);
  });

  it("is in the runner's own configuration, which wins", async () => {
    const keys = [
      { value: { folder: 'outer' }, where: 'outer' },
      { value: { mode: 'once', folder: 'inner' }, where: 'inner' },
    ];
    expect(await filesWith({ mode: 'none', folder: 'data' }, keys)).to.deep.equal([
      'inner/spec/plain.test/t.yaml',
    ]);
  });

  it('may be that there are none', async () => {
    expect(await filesWith({ mode: 'once' }, [{ value: false, where: 'the key' }])).to.deep.equal([]);
  });

  it('is checked, and told with its place', async () => {
    expect(await told('once')).to.equal(
      'the key "cassette" of package.json is "once". Give it options such as { mode: "once" }, or false for no cassette.',
    );
    expect(await told(undefined, [{ value: { folder: ' ' }, where: 'the plain key' }])).to.equal(
      'the plain key: folder is " ". Give it a path such as "fixtures".',
    );
    expect(await told(undefined, [{ value: { outside: 'never' }, where: 'the plain key' }])).to.equal(
      'the plain key: The cassette option outside is "never". Legal: "pass", "warn", "error".',
    );
    expect(await told(undefined, [{ value: { mode: 'never' }, where: 'the plain key' }])).to.match(
      /^the plain key: .*"never"/,
    );
  });

  it('is told after a mode in the environment that is wrong', async () => {
    project.write('package.json', JSON.stringify({ cassette: 'once' }));
    const { stderr } = await project.run({ tests }, { GRPC_CASSETTE_MODE: 'never' });
    expect(stderr).to.match(/^CassetteError: Unknown record mode "never" in GRPC_CASSETTE_MODE\./m);
  });
});
