import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../support/shared-folder.js';
import { findSnippets } from '../support/snippets.js';

const read = (name: string): string => readFileSync(join(projectRoot, name), 'utf8');
/** Lines that stand together, wherever they are indented to. */
const together = (code: string): string =>
  code
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();

describe('the lines of SDKs in docs/sdks.md', () => {
  const snippets = findSnippets('docs/sdks.md', read('docs/sdks.md')).filter(({ code }) =>
    code.startsWith('// spec/sdks/'),
  );

  for (const { where, code } of snippets) {
    const [head = '', ...lines] = code.split('\n');
    const program = head.replace('// ', '');
    it(`${where}: are those of ${program}, which npm run test:sdks runs`, () => {
      expect(together(read(program))).to.include(together(lines.join('\n')));
    });
  }

  it('are there', () => {
    expect(snippets.length).to.be.greaterThan(10);
  });
});
