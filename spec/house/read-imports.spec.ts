import { mkdirSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { readHouse } from '../../scripts/house/read-imports.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

describe('the imports of lib', () => {
  const temporary = useTemporaryFolder();

  beforeEach(() => {
    mkdirSync(temporary('lib/model'), { recursive: true });
    writeFileSync(temporary('lib/errors.ts'), '');
  });

  it('are read in every form', () => {
    writeFileSync(temporary('lib/model/port.d.ts'), 'export {};\n');
    writeFileSync(
      temporary('lib/index.ts'),
      [
        "import fs from 'node:fs';",
        "import './model/kind.js';",
        "import type { Port } from './model/port.js';",
        'import {',
        '  one,',
        '  type Two,',
        "} from '@bufbuild/protobuf/wire';",
        "export * from '../proto-gen/chat.js';",
        "export { CassetteError } from './errors.js';",
        'const text = "import { no } from \'./nothing.js\'";',
        "const late = await import('js-yaml');",
        '',
      ].join('\n'),
    );
    writeFileSync(temporary('lib/model/kind.ts'), "import { CassetteError } from '../errors.js';\n");
    expect(readHouse(temporary(''))).to.deep.equal([
      { path: 'lib/errors.ts', imports: [] },
      {
        path: 'lib/index.ts',
        imports: [
          '@bufbuild/protobuf/wire',
          'js-yaml',
          'lib/errors.ts',
          'lib/model/kind.ts',
          'lib/model/port.d.ts',
          'node:fs',
          'proto-gen/chat.ts',
        ],
      },
      { path: 'lib/model/kind.ts', imports: ['lib/errors.ts'] },
      { path: 'lib/model/port.d.ts', imports: [] },
    ]);
  });

  it('are told where they lead nowhere', () => {
    writeFileSync(temporary('lib/model/kind.ts'), "import { gone } from '../gone.js';\n");
    expect(() => readHouse(temporary(''))).to.throw(
      'lib/model/kind.ts imports lib/gone.ts, which is not there.',
    );
  });
});
