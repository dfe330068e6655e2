import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const lib = fileURLToPath(new URL('../../lib/', import.meta.url));

describe('the house', () => {
  // `lib/xai` makes clients itself.
  it('imports nothing of grpc-js at run time: the copy that the user has is the one that works', () => {
    const importers = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter(
      (name) =>
        name.endsWith('.js') &&
        !name.startsWith('xai/') &&
        /(?:from|import|require)\s*\(?\s*['"]@grpc\/grpc-js/.test(readFileSync(`${lib}${name}`, 'utf8')),
    );
    expect(importers).to.deep.equal([]);
  });
});
