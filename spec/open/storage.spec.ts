import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { isThere, storage } from '../../lib/open/storage.js';
import { systemProcesses } from '../../lib/open/system-processes.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

describe('where the cassettes of this process are', () => {
  const temporary = useTemporaryFolder();

  it('tells whether there is one, or anything else', () => {
    writeFileSync(temporary('chat.yaml'), '');
    mkdirSync(temporary('folder'));
    symlinkSync('chat.yaml', temporary('link.yaml'));
    symlinkSync('gone.yaml', temporary('broken.yaml'));
    symlinkSync('circle.yaml', temporary('circle.yaml'));
    const names = [
      'chat.yaml',
      'folder',
      'link.yaml',
      'broken.yaml',
      'circle.yaml',
      'chat.yaml/x',
      'none.yaml',
    ];
    expect(names.filter((name) => isThere(temporary(name)))).to.deep.equal([
      'chat.yaml',
      'folder',
      'link.yaml',
    ]);
  });

  it('makes new content in files by whose names this process is known', () => {
    const path = temporary('chat.yaml');
    const seen: string[] = [];
    function* watched(): Iterable<Uint8Array> {
      seen.push(...readdirSync(dirname(path)));
      yield Buffer.from('new');
    }
    storage.replace(path, watched());
    const own = systemProcesses.newTag().slice(0, -8);
    expect(seen.map((name) => name.replace(/[0-9a-f]{8}\.tmp$/, ''))).to.deep.equal([`.chat.yaml.${own}`]);
    expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
  });
});
