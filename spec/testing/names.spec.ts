import { join } from 'node:path';
import { expect } from 'chai';
import { CassetteNames, type Titled } from '../../lib/testing/names.js';

const LONG = 'a long title, '.repeat(20);

/** Titles, and the name of the cassette of a test that has one, in their order; `#` stands for a hash of the title. */
const TITLES: readonly (readonly [string, string])[] = [
  ['answers with NOT_FOUND (code 5)', 'answers with NOT_FOUND (code 5)'],
  ["it's ünïcode, 日本語 & 🎉", "it's ünïcode, 日本語 & 🎉"],
  ['a/b', 'a-b~#'],
  ['a\\b', 'a-b~#'],
  ['a-b', 'a-b'],
  ['GET /users?id=1: "ok" <*>|', 'GET -users-id=1- -ok- -~#'],
  ['../../escape', '-..-escape~#'],
  ['..', '~#'],
  ['', '~#'],
  [' edges. ', 'edges~#'],
  ['.hidden', 'hidden~#'],
  ['CON', '_CON~#'],
  ['aux.c', '_aux.c~#'],
  ['console', 'console'],
  ['case', 'case'],
  ['CASE', 'CASE~#'],
  ['caf\u00e9', 'caf\u00e9'],
  ['cafe\u0301', 'caf\u00e9~#'],
  ['line\none', 'line-one~#'],
  ['a\u00a0b', 'a b~#'],
  ['before all', 'before all~#'],
  ['After All', 'After All~#'],
  ['x.rejected', 'x.rejected~#'],
  ['mark~2', 'mark-2~#'],
  [LONG, `${LONG.slice(0, 80).trim()}~#`],
  ['日本'.repeat(60), `${'日本'.repeat(25)}~#`],
];

describe('the names of cassettes, whichever runner asks', () => {
  const FILE = '/project/spec/names.spec.ts';
  const OWN = '/project/fixtures/spec/names.spec';
  let names: CassetteNames;
  beforeEach(() => {
    names = new CassetteNames('/project/fixtures', '/project');
  });

  function at(...titles: readonly string[]): Titled {
    return { key: {}, file: FILE, titles };
  }

  function unhashed(path: string): string {
    return path.replace(/~[0-9a-f]{8}/g, '~#');
  }

  it('are the titles where those are safe on every file system, and no two are the same', () => {
    const tests = TITLES.map(([title]) => at('s', title));
    for (const test of tests) names.add('test', test);
    const paths = tests.map((test) => names.pathOfTest(test));
    expect(paths.map(unhashed)).to.deep.equal(TITLES.map(([, name]) => join(OWN, 's', `${name}.yaml`)));
    expect(new Set(paths.map((path) => path.normalize('NFC').toLowerCase())).size).to.equal(paths.length);
  });

  it('are the same each time, and depend on no test that is defined later', () => {
    const [first, second] = [at('s', 'a/b'), at('s', 'A')];
    const path = names.pathOfTest(first);
    const upper = names.pathOfTest(second);
    for (const later of [at('s', 'a/b'), at('s', 'a'), at('t', 'a/b')]) names.pathOfTest(later);
    expect([names.pathOfTest(first), names.pathOfTest(second)]).to.deep.equal([path, upper]);
    expect(upper).to.equal(`${OWN}/s/A.yaml`);
    const again = new CassetteNames('/project/fixtures', '/project');
    expect(again.pathOfTest(at('s', 'a/b'))).to.equal(path);
  });

  it('are numbered where titles stand twice, in the order of their definition, whichever is asked for', () => {
    const tests = [1, 2, 3].map(() => at('s', 't'));
    const [first, second, third] = tests;
    if (first !== undefined) names.pathOfTest(first);
    for (const test of tests) names.add('test', test);
    if (first === undefined || second === undefined || third === undefined) throw new Error('three tests');
    expect([third, first, second, first].map((test) => names.pathOfTest(test))).to.deep.equal([
      `${OWN}/s/t~3.yaml`,
      `${OWN}/s/t.yaml`,
      `${OWN}/s/t~2.yaml`,
      `${OWN}/s/t.yaml`,
    ]);
  });

  it('tell a test from another whose title differs in case alone, and a suite from another', () => {
    const test = at('again');
    names.add('test', at('Again'));
    names.add('test', test);
    expect(unhashed(names.pathOfTest(test))).to.equal(`${OWN}/again~#.yaml`);
    names.add('suite', at('AGAIN'));
    expect(names.pathOfTest(at('AGAIN', 't'))).to.equal(`${OWN}/AGAIN/t.yaml`);
    names.add('suite', at('Again'));
    expect(unhashed(names.pathOfTest(at('Again', 't')))).to.equal(`${OWN}/Again~#/t.yaml`);
  });

  it('are the titles where others that look alike are of another suite or file', () => {
    names.add('test', at('s', 'X'));
    names.add('test', { ...at('t', 'X'), file: '/project/spec/other.spec.ts' });
    expect(names.pathOfTest(at('t', 'x'))).to.equal(`${OWN}/t/x.yaml`);
    const twin = { ...at('s', 'X'), file: '/project/spec/other.spec.ts' };
    expect(names.pathOfTest(twin)).to.equal('/project/fixtures/spec/other.spec/s/X.yaml');
  });

  it('of the hooks of a suite stand beside its tests, numbered where suites have one title', () => {
    const [one, two] = [at('s'), at('s')];
    names.add('suite', one);
    names.add('suite', two);
    expect(names.pathOfHooks(two, 'before all')).to.equal(`${OWN}/s/before all~2.yaml`);
    expect(names.pathOfHooks(one, 'after all')).to.equal(`${OWN}/s/after all.yaml`);
    expect(names.pathOfHooks(at(), 'before all')).to.equal(`${OWN}/before all.yaml`);
  });

  it('of suites are folders, of which none is called as a cassette is', () => {
    expect(unhashed(names.pathOfTest(at('a.yaml', 't')))).to.equal(`${OWN}/a.yaml~#/t.yaml`);
    expect(unhashed(names.pathOfTest(at('CON', 't')))).to.equal(`${OWN}/_CON~#/t.yaml`);
    expect(names.pathOfTest(at('outer', 'inner', 't'))).to.equal(`${OWN}/outer/inner/t.yaml`);
  });

  it('have one folder for all suites where the way would be too long', () => {
    const suites = ['one', 'two', 'three'].map((word) => `${word} ${'very '.repeat(10)}end`);
    expect(unhashed(names.pathOfTest(at(...suites, 'deep')))).to.equal(
      `${OWN}/one very very very very very very very very very very end two very very very ver~#/deep.yaml`,
    );
    const fits = ['x'.repeat(78), 'y'.repeat(78)];
    expect(names.pathOfTest(at(...fits, 'ab'))).to.equal(`${OWN}/${fits.join('/')}/ab.yaml`);
    expect(unhashed(names.pathOfTest(at(...fits, 'abc')))).to.equal(`${OWN}/${fits[0]} y~#/abc.yaml`);
  });

  it('of tests of no known file lie in the folder itself', () => {
    expect(names.pathOfTest({ key: {}, file: undefined, titles: ['s', 't'] })).to.equal(
      '/project/fixtures/s/t.yaml',
    );
  });

  it('of each spec file have a folder of their own', () => {
    const folder = (file: string): string => unhashed(names.folderOf(file));
    expect(folder('/project/spec/chat.spec.ts')).to.equal('/project/fixtures/spec/chat.spec');
    expect(folder('/project/spec/chat.js')).to.equal('/project/fixtures/spec/chat.js');
    expect(folder('/project/spec/chat.spec.mjs')).to.equal('/project/fixtures/spec/chat.spec.mjs');
    expect(folder('/project/spec/v1.2/chat.spec.js')).to.equal('/project/fixtures/spec/v1.2~#/chat.spec');
    expect(folder('/elsewhere/chat.spec.js')).to.equal('/project/fixtures/~up/elsewhere/chat.spec');
  });
});
