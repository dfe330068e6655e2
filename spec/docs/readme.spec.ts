import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { resolveOptions } from '../../lib/options.js';
import { projectRoot } from '../support/shared-folder.js';
import { firstColumn, namesIn } from './support/paths.js';

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');

describe('README', () => {
  const readme = read('README.md');

  it('lists each option, and none that is gone', () => {
    expect(firstColumn(readme, 'option')).to.have.members(Object.keys(resolveOptions({}, {})));
  });

  it('lists each code of an error', () => {
    const codes = [...read('lib/errors.ts').matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code = '']) => code);
    expect(codes).to.include('missing_cassette');
    expect(codes.filter((code) => !namesIn(readme).includes(code))).to.deep.equal([]);
  });

  it('links each page of docs', () => {
    const linked = [...readme.matchAll(/^- .*?\((docs\/[\w-]+\.md)\)/gm)].map(([, path = '']) => path);
    const pages = readdirSync(join(projectRoot, 'docs')).filter((name) => name.endsWith('.md'));
    expect(linked).to.have.members(pages.map((name) => `docs/${name}`));
  });
});
