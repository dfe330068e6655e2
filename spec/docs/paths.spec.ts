import { expect } from 'chai';
import { firstColumn, lostPaths, namesIn } from './support/paths.js';

describe('the paths in a document', () => {
  it('are looked for in the project and in lib', () => {
    const names = [
      'biome.json',
      'lib/grpc/',
      'grpc/tap.ts',
      'grpc/gone.ts',
      'lib/gone/',
      'gone.md',
      '.ci/run',
      'none',
    ];
    expect(lostPaths(names)).to.deep.equal(['grpc/gone.ts', 'lib/gone/', 'gone.md']);
  });

  it('are not those of fenced blocks', () => {
    expect(namesIn('See `a.ts` and `b/`.\n\n```sh\ncat `c.ts`\n```\n\nThen `d`.\n')).to.deep.equal([
      'a.ts',
      'b/',
      'd',
    ]);
  });

  it('are the first column of its tables', () => {
    const markdown =
      '| room | use |\n| --- | --- |\n| `a/` | `x` |\n\n| other | use |\n| --- | --- |\n| `b/` | `y` |\n\n| room |\n| --- |\n| `c`, `d` |\n';
    expect(firstColumn(markdown, 'room')).to.deep.equal(['a/', 'c', 'd']);
  });
});
