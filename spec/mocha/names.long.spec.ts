import { join } from 'node:path';
import { expect } from 'chai';
import { requestsIn } from '../support/cassettes.js';
import { useProjects } from './support/project.js';

const LONG = 'a long title, '.repeat(20);

/** Titles, and what is to be found of each in the name of its cassette. */
const TITLES: readonly (readonly [string, RegExp])[] = [
  ['answers with NOT_FOUND (code 5)', /^answers with NOT_FOUND \(code 5\)\.yaml$/],
  ["it's ünïcode, 日本語 & 🎉", /^it's ünïcode, 日本語 & 🎉\.yaml$/u],
  ['a b', /^a b\.yaml$/],
  ['a/b', /^a-b~[0-9a-f]{8}\.yaml$/],
  ['a\\b', /^a-b~[0-9a-f]{8}\.yaml$/],
  ['a-b', /^a-b\.yaml$/],
  ['GET /users?id=1: "ok" <*>|', /^GET -users-id=1- -ok- -~[0-9a-f]{8}\.yaml$/],
  ['../../../../escape', /^-\.\.-\.\.-\.\.-escape~[0-9a-f]{8}\.yaml$/],
  ['..', /^~[0-9a-f]{8}\.yaml$/],
  ['', /^~[0-9a-f]{8}\.yaml$/],
  [' edges. ', /^edges~[0-9a-f]{8}\.yaml$/],
  ['.hidden', /^hidden~[0-9a-f]{8}\.yaml$/],
  ['CON', /^_CON~[0-9a-f]{8}\.yaml$/],
  ['aux.c', /^_aux\.c~[0-9a-f]{8}\.yaml$/],
  ['console', /^console\.yaml$/],
  ['case', /^case\.yaml$/],
  ['CASE', /^CASE~[0-9a-f]{8}\.yaml$/],
  ['caf\u00e9', /^caf\u00e9\.yaml$/],
  ['cafe\u0301', /^caf\u00e9~[0-9a-f]{8}\.yaml$/],
  ['line\none', /^line-one~[0-9a-f]{8}\.yaml$/],
  ['before all', /^before all~[0-9a-f]{8}\.yaml$/],
  ['x.rejected', /^x\.rejected~[0-9a-f]{8}\.yaml$/],
  ['mark~2', /^mark-2~[0-9a-f]{8}\.yaml$/],
  [LONG, /^(a long title, ){5}a long tit~[0-9a-f]{8}\.yaml$/],
  ['日本'.repeat(60), /^(日本){25}~[0-9a-f]{8}\.yaml$/],
];

const NAMES = `
import { ask } from 'calls';
describe('names', () => {
  before(() => ask('the hook'));
  for (const title of ${JSON.stringify(TITLES.map(([title]) => title))}) it(title, () => ask(title));
});
describe('again', () => { for (const n of [1, 2, 3]) it('the same', () => ask('loop ' + n)); });
describe('again', () => {
  before(() => ask('the second hook'));
  it('the same', () => ask('loop 4'));
});
describe('again', () => { before(() => ask('the third hook')); it('another', () => ask('another')); });
describe('a.yaml', () => { it('of a suite that looks like a file', () => ask('x')); });
describe('CON', () => { it('of a device', () => ask('x')); });
describe('Again', () => { it('the same', () => ask('in another case')); });
describe('one ${'very '.repeat(10)}', () => { describe('two ${'very '.repeat(10)}', () => { describe('three ${'very '.repeat(10)}', () => { it('deep', () => ask('deep')); }); }); });
describe('retried', function () {
  this.retries(2);
  let attempts = 0;
  it('until it passes', async function () { await ask('attempt ' + attempts++); if (attempts < 3) throw new Error('not yet'); });
});`;

const ONE = "import { ask } from 'calls';\nit('asks', () => ask('x'));";

describe('mocha: the names of cassettes', function () {
  this.timeout(60_000);
  const projects = useProjects();
  const RECORD = { GRPC_CASSETTE_MODE: 'once' };

  it('are the titles where those are safe on every file system, and no two are the same', async () => {
    const project = projects.make({ 'spec/names.spec.js': NAMES });
    const { failed, passed } = await project.results(undefined, RECORD);
    expect(failed).to.deep.equal([]);
    const files = project.files('fixtures/spec/names.spec');
    const requestOf = new Map(
      files.map((file) => [file, requestsIn(join(project.folder, 'fixtures/spec/names.spec', file))]),
    );
    for (const [title, name] of TITLES) {
      const [file] =
        [...requestOf].find(([path, requests]) => path.startsWith('names/') && requests[0] === title) ?? [];
      expect(file?.slice('names/'.length), title).to.match(name);
    }
    const folded = files.map((file) => file.normalize('NFC').toLowerCase());
    expect(new Set(folded).size).to.equal(files.length);
    for (const file of files)
      for (const part of file.split('/')) expect(Buffer.byteLength(part)).to.be.lessThan(180);
    // One for each test, and those of three hooks; each holds its own requests.
    expect(files.filter((file) => !file.endsWith('.rejected.yaml'))).to.have.length(passed.length + 3);
    const loop = ['the same', 'the same~2', 'the same~3', 'the same~4'].map(
      (name) => requestOf.get(`again/${name}.yaml`)?.[0],
    );
    expect(loop).to.deep.equal(['loop 1', 'loop 2', 'loop 3', 'loop 4']);
    expect(requestOf.get('again/before all~2.yaml')).to.deep.equal(['the second hook']);
    expect(requestOf.get('again/before all~3.yaml')).to.deep.equal(['the third hook']);
    const others = files.filter((file) => !/^(names|again|retried)\//.test(file));
    expect(others.map((file) => file.replace(/~[0-9a-f]{8}/, '~#'))).to.deep.equal([
      'Again~#/the same.yaml',
      '_CON~#/of a device.yaml',
      'a.yaml~#/of a suite that looks like a file.yaml',
      'one very very very very very very very very very very  two very very very very v~#/deep.yaml',
    ]);
    // The attempts that failed are set aside; the one that passed is what is kept.
    expect(requestOf.get('retried/until it passes.yaml')).to.deep.equal(['attempt 2']);
    expect(requestOf.get('retried/until it passes.rejected.yaml')).to.deep.equal(['attempt 0', 'attempt 1']);

    const picked = await project.results(['spec', '-g', 'CASE|again the same'], {
      ECHO_SERVER: '127.0.0.1:1',
    });
    expect(picked.failed).to.deep.equal([]);
    project.write(
      'spec/names.spec.js',
      NAMES.replace("it('the same', () => ask('in another", "it.only('the same', () => ask('in another"),
    );
    const only = await project.results(undefined, { ECHO_SERVER: '127.0.0.1:1' });
    expect([only.failed, only.passed]).to.deep.equal([[], ['Again the same']]);
  });

  it('tell spec files apart, and are those of the source for what was compiled', async () => {
    const map = (source: string) =>
      JSON.stringify({ version: 3, sources: [source], names: [], mappings: '' });
    const inline = `data:application/json;base64,${Buffer.from(map('../../spec/inline.spec.ts')).toString('base64')}`;
    const project = projects.make({
      'spec/chat.spec.js': ONE,
      'spec/chat.js': ONE,
      'spec/chat/chat.js': ONE,
      'spec/chat.spec.mjs': ONE,
      'spec/v1.2/chat.spec.js': ONE,
      'out/spec/mapped.spec.js': `${ONE}\n//# sourceMappingURL=mapped.spec.js.map`,
      'out/spec/mapped.spec.js.map': map('../../spec/mapped.spec.ts'),
      'out/spec/inline.spec.js': `${ONE}\n//# sourceMappingURL=${inline}\n`,
      'out/spec/unmapped.spec.js': `${ONE}\n//# sourceMappingURL=gone.map`,
      'out/spec/foreign.spec.js': `${ONE}\n//# sourceMappingURL=foreign.spec.js.map`,
      'out/spec/foreign.spec.js.map': map('../../../elsewhere/foreign.spec.ts'),
    });
    const { failed } = await project.results(['--recursive', 'spec', 'out'], RECORD);
    expect(failed).to.deep.equal([]);
    expect(project.files().map((file) => file.replace(/~[0-9a-f]{8}/, '~#'))).to.deep.equal([
      'out/spec/foreign.spec/asks.yaml',
      'out/spec/unmapped.spec/asks.yaml',
      'spec/chat.js/asks.yaml',
      'spec/chat.spec.mjs/asks.yaml',
      'spec/chat.spec/asks.yaml',
      'spec/chat/chat.js/asks.yaml',
      'spec/inline.spec/asks.yaml',
      'spec/mapped.spec/asks.yaml',
      'spec/v1.2~#/chat.spec/asks.yaml',
    ]);
  });
});
