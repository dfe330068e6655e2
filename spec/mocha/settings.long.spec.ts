import { expect } from 'chai';
import { useProjects } from './support/project.js';

/** Prints what is in force in each test, without a call. */
const SHOW = `
import { currentCassette } from 'grpc-cassette';
import { cassette } from 'grpc-cassette/mocha';
const show = (name) => { const found = currentCassette(); console.log('>', name, found ? found.mode + ' ' + found.path : 'off'); };
describe('plain', () => { it('t', () => show('plain')); });
describe('outer', () => {
  cassette({ mode: 'new_episodes' });
  it('t', () => show('outer'));
  describe('inner', () => { cassette({ timing: 'recorded' }); it('t', () => show('inner')); });
  describe('off', () => {
    cassette(false);
    it('t', () => show('off'));
    it('on', function () { cassette(true); show('on'); });
    it('its own', () => { cassette({ mode: 'all' }); show('its own'); });
  });
  describe('of a hook', () => { beforeEach(() => cassette({ mode: 'rewrite' })); it('t', () => show('hook')); });
  it('ended', () => { cassette(false); show('ended'); });
});
describe('hooks', () => {
  before(function () { cassette({ mode: 'all' }); show('before'); console.log('> this', this.cassette === currentCassette()); });
  it('t', () => show('with hooks'));
});
describe('after it', () => { it('t', () => show('after')); });`;

const USES = `
import { strict as assert } from 'node:assert';
import { ask, client } from 'calls';
import { cassette } from 'grpc-cassette/mocha';
describe('off', () => { cassette(false); it('reaches the server', async () => assert.equal(await ask('live'), 're:live')); });
describe('late', () => {
  it('is refused', async () => {
    cassette({ mode: 'once' });
    await ask('first');
    assert.throws(() => cassette({ mode: 'all' }), { code: 'invalid_option', message: /^cassette\\(\\) was called when fixtures\\/spec\\/uses\\.spec\\/late\\/is refused\\.yaml was in use already/ });
  });
});
describe('wrong', () => {
  it('is refused', () => {
    assert.throws(() => cassette({ mode: 'sometimes' }), { message: 'cassette(): Unknown record mode "sometimes" in mode. Legal modes: none, once, new_episodes, rewrite, all.' });
    assert.throws(() => cassette({ modus: 'once' }), { message: /^cassette\\(\\): Unknown cassette option "modus"\\. Known options: mode/ });
    assert.throws(() => cassette('once'), { message: 'cassette() is "once". Give it options such as { mode: "once" }, or false for no cassette.' });
  });
});
describe('a suite with a cassette of another kind', () => {
  before(function () { this.cassette = 'a music cassette'; });
  it('keeps it', function () { assert.equal(this.cassette, 'a music cassette'); });
});`;

describe('mocha: settings', function () {
  this.timeout(60_000);
  const projects = useProjects();

  async function shown(
    files: Record<string, string>,
    args: readonly string[] = [],
  ): Promise<readonly string[]> {
    const project = projects.make({ 'spec/show.spec.js': SHOW, ...files });
    const { code, stdout, stderr } = await project.mocha(['spec', ...args]);
    expect(code, stdout + stderr).to.equal(0);
    return stdout
      .split('\n')
      .filter((line) => line.startsWith('> '))
      .map((line) => line.slice(2));
  }

  it('of a suite hold for it and the suites in it, those of a test for the test', async () => {
    const at = 'fixtures/spec/show.spec';
    expect(await shown({})).to.deep.equal([
      `plain none ${at}/plain/t.yaml`,
      `outer new_episodes ${at}/outer/t.yaml`,
      'ended off',
      `inner new_episodes ${at}/outer/inner/t.yaml`,
      'off off',
      `on new_episodes ${at}/outer/off/on.yaml`,
      `its own all ${at}/outer/off/its own.yaml`,
      `hook rewrite ${at}/outer/of a hook/t.yaml`,
      `before all ${at}/hooks/before all.yaml`,
      'this true',
      `with hooks none ${at}/hooks/t.yaml`,
      `after none ${at}/after it/t.yaml`,
    ]);
  });

  const RC = { require: ['grpc-cassette/mocha'] };
  const rc = (cassette: unknown): string => JSON.stringify({ ...RC, cassette });
  const nodeOption = (cassette: unknown): string =>
    JSON.stringify({ ...RC, 'node-option': ['enable-source-maps'], cassette });
  const places: readonly (readonly [string, Record<string, string>, readonly string[], string])[] = [
    [
      '.mocharc.json, with comments',
      { '.mocharc.json': rc({ mode: 'once', folder: 'tapes' }).replace('{', '{ // "cassette": {\n /* " */') },
      [],
      'once tapes/',
    ],
    [
      '.mocharc.yaml',
      {
        '.mocharc.json': '{}',
        '.mocharc.yaml': 'require: [grpc-cassette/mocha]\ncassette: { mode: once }\n',
      },
      [],
      'once fixtures/',
    ],
    ['.mocharc.cjs', { '.mocharc.cjs': `module.exports = ${rc({ mode: 'once' })};` }, [], 'once fixtures/'],
    [
      '.mocharc before package.json, and the key mocha before the key cassette of that',
      {
        'package.json': JSON.stringify({
          type: 'module',
          cassette: { mode: 'all', folder: 'a' },
          mocha: { cassette: { mode: 'once' } },
        }),
        '.mocharc.json': rc({ folder: 'b' }),
      },
      [],
      'once b/',
    ],
    [
      '.mocharc, where that has options for Node',
      {
        '.mocharc.cjs': `module.exports = ${nodeOption({ mode: 'once', schema: '()' }).replace('"()"', '() => []')};`,
      },
      [],
      'once fixtures/',
    ],
    [
      'the file that --config names, with options for Node, in parallel',
      {
        'other.json': nodeOption({ mode: 'once', timing: 0.5, debugJson: false, folder: 'b' }),
        'spec/two.spec.js': '',
      },
      ['--config', 'other.json', '--parallel', '--jobs', '2'],
      'once b/',
    ],
    [
      'no file, for --no-config',
      { '.mocharc.json': rc({ mode: 'once' }) },
      ['--no-config', '--require', 'grpc-cassette/mocha'],
      'none fixtures/',
    ],
    ['.mocharc, that there are to be none', { '.mocharc.json': rc(false) }, [], 'off'],
  ];

  it('of a project are those of where mocha looks for its own', async () => {
    const found = await Promise.all(
      places.map(async ([name, files, args]) => {
        const line = (await shown(files, args)).find((each) => each.startsWith('plain')) ?? '';
        return `${name}: ${line.replace(/^plain |spec\/show.*/g, '')}`;
      }),
    );
    expect(found).to.deep.equal(places.map(([name, , , expected]) => `${name}: ${expected}`));
  });

  it('are checked where they are given, and leave alone what is not theirs', async () => {
    const project = projects.make({ 'spec/uses.spec.js': USES });
    const { failed, stderr, messageOf } = await project.results();
    expect(failed.map((title) => messageOf(title)).join()).to.equal('');
    expect(stderr).to.equal('');
    expect(project.files()).to.deep.equal(['spec/uses.spec/late/is refused.yaml']);
  });

  it('that are wrong are told before any test runs', async () => {
    const run = async (files: Record<string, string>, variables = {}) => {
      const end = await projects
        .make({ 'spec/a.spec.js': "it('t', () => console.log('RAN'));", ...files })
        .mocha(['spec'], variables);
      expect(end.code).not.to.equal(0);
      expect(end.stdout).not.to.include('RAN');
      return end.stdout + end.stderr;
    };
    const outside =
      "import { cassette } from 'grpc-cassette/mocha';\ncassette({ mode: 'once' });\nit('t', () => console.log('RAN'));";
    const missing =
      "import { cassette } from 'grpc-cassette/mocha';\ndescribe('s', () => { cassette({ mode: 'once' }); it('t', () => console.log('RAN')); });";
    const said = await Promise.all([
      run({ '.mocharc.json': rc({ modus: 'once' }) }),
      run({ '.mocharc.json': rc({ folder: 7 }) }),
      run({}, { GRPC_CASSETTE_MODE: 'sometimes' }),
      run({ 'spec/b.spec.js': outside }),
      run({ '.mocharc.json': '{}', 'spec/a.spec.js': missing }),
    ]);
    const expected = [
      /the key "cassette" of \.mocharc\.json: Unknown cassette option "modus"\./,
      /the key "cassette" of \.mocharc\.json: folder is 7\. Give it a path such as "fixtures"\./,
      /Unknown record mode "sometimes" in GRPC_CASSETTE_MODE\./,
      /cassette\(\) was called outside of a suite\. Call it in a describe[\s\S]*b\.spec\.js:2:/,
      /cassette\(\) needs the hooks of this library: set \{ "require": \["grpc-cassette\/mocha"\] \} in \.mocharc\./,
    ];
    for (const [index, text] of said.entries()) expect(text).to.match(expected[index] ?? /never/);
  });
});
