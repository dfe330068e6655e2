import { spawnSync } from 'node:child_process';
import fs, {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join, sep } from 'node:path';
import { expect } from 'chai';
import { FileStorage } from '../../lib/storage/file.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { itKeepsTheContract } from './contract.js';

let made = 0;
function createStorage(): FileStorage {
  return new FileStorage((name) => {
    made += 1;
    return `.${name}.${made}.tmp`;
  });
}

describe('cassettes in the file system', () => {
  const temporary = useTemporaryFolder();

  itKeepsTheContract(() => ({
    storage: createStorage(),
    path: temporary,
    age(path) {
      if (fs.existsSync(path)) utimesSync(path, 1, 1);
    },
  }));

  const bytes = (text: string): Uint8Array => Buffer.from(text);

  it('are at a path below a file as little as anywhere else', () => {
    const storage = createStorage();
    writeFileSync(temporary('file'), 'mine');
    const below = temporary('file/chat.yaml');
    expect(storage.read(below)).to.equal(undefined);
    expect(storage.list(below)).to.deep.equal([]);
    expect(storage.stat(below)).to.equal(undefined);
    expect(() => storage.openToAppend(below)).to.throw(/ENOTDIR|EEXIST/);
    expect(() => storage.create(below, [bytes('x')])).to.throw(/ENOTDIR|EEXIST/);
    expect(() => storage.replace(below, [bytes('x')])).to.throw(/ENOTDIR|EEXIST/);
  });

  it('are let go of when an append fails, so that failures cost no descriptors', () => {
    const opened = (): number => readdirSync('/dev/fd').length;
    const before = opened();
    const file = createStorage().openToAppend(temporary('.journal'));
    expect(opened()).to.equal(before + 1);
    function* torn(): Iterable<Uint8Array> {
      yield bytes('half');
      throw new Error('the source failed');
    }
    expect(() => file.append(torn())).to.throw('the source failed');
    expect(opened()).to.equal(before);
  });

  it('are no directories: reading one fails, writing one too', () => {
    const storage = createStorage();
    const path = temporary('folder');
    mkdirSync(path);
    expect(() => storage.read(path)).to.throw('EISDIR');
    expect(() => storage.replace(path, [bytes('x')])).to.throw();
    expect(readdirSync(dirname(path))).to.deep.equal(['folder']);
  });

  it('are no pipes, devices or sockets: reading one fails at once', async () => {
    const storage = createStorage();
    spawnSync('mkfifo', [temporary('pipe')]);
    symlinkSync('/dev/zero', temporary('device'));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(temporary('socket'), resolve));
    for (const name of ['pipe', 'device', 'socket']) {
      expect(() => storage.read(temporary(name)), name).to.throw('ENXIO');
    }
    await new Promise((resolve) => server.close(resolve));
  });

  it('keep their permissions and their links when they are replaced, and leave no temporary file', () => {
    const storage = createStorage();
    const path = temporary('chat.yaml');
    writeFileSync(path, 'old');
    chmodSync(path, 0o640);
    symlinkSync('chat.yaml', temporary('link.yaml'));
    storage.replace(temporary('link.yaml'), [bytes('new')]);
    expect(readFileSync(path, 'utf8')).to.equal('new');
    expect(statSync(path).mode & 0o7777).to.equal(0o640);
    expect(readdirSync(dirname(path)).sort()).to.deep.equal(['chat.yaml', 'link.yaml']);
  });

  it('are never written over: who has the old file open goes on reading the old', () => {
    const storage = createStorage();
    const path = temporary('chat.yaml');
    writeFileSync(path, 'the old one');
    linkSync(path, temporary('old.yaml'));
    storage.replace(path, [bytes('new')]);
    expect(readFileSync(temporary('old.yaml'), 'utf8')).to.equal('the old one');
    expect(readFileSync(path, 'utf8')).to.equal('new');
  });

  it('leave no temporary file where they cannot be replaced', () => {
    const storage = createStorage();
    const path = temporary('chat.yaml');
    function* torn(): Iterable<Uint8Array> {
      yield bytes('half');
      throw new Error('the source failed');
    }
    expect(() => storage.replace(path, torn())).to.throw('the source failed');
    expect(readdirSync(dirname(path))).to.deep.equal([]);
  });

  it('hold what was appended for a process that is killed at once', () => {
    const path = temporary('journal');
    const { href } = new URL('../../lib/storage/file.js', import.meta.url);
    const program = `import { FileStorage } from ${JSON.stringify(href)};
      new FileStorage(() => '.tmp').openToAppend(${JSON.stringify(path)}).append([Buffer.from('survives')]);
      process.kill(process.pid, 'SIGKILL');`;
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program]);
    expect(signal).to.equal('SIGKILL');
    expect(readFileSync(path, 'utf8')).to.equal('survives');
  });

  it('have the permissions of the one they replace before their first byte is written', () => {
    const path = temporary('chat.yaml');
    writeFileSync(path, 'old', { mode: 0o600 });
    const modes: number[] = [];
    function* watched(): Iterable<Uint8Array> {
      for (const name of readdirSync(dirname(path))) modes.push(statSync(temporary(name)).mode & 0o777);
      yield bytes('secret');
    }
    createStorage().replace(path, watched());
    expect(modes).to.deep.equal([0o600, 0o600]);
  });

  it('have the permissions that are asked for, whatever the process keeps from new files', () => {
    const before = process.umask(0o077);
    try {
      createStorage().create(temporary('open'), [bytes('x')], 0o664);
      createStorage().create(temporary('usual'), [bytes('x')]);
    } finally {
      process.umask(before);
    }
    expect(statSync(temporary('open')).mode & 0o777).to.equal(0o664);
    expect(statSync(temporary('usual')).mode & 0o777).to.equal(0o600);
  });

  it('are made where files cannot have two names, and never over another', () => {
    const { linkSync: link } = fs;
    fs.linkSync = () => {
      throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' });
    };
    syncBuiltinESMExports();
    try {
      const storage = createStorage();
      storage.create(temporary('lock'), [bytes('mi'), bytes('ne')], 0o600);
      expect(() => storage.create(temporary('lock'), [bytes('other')])).to.throw('EEXIST');
    } finally {
      fs.linkSync = link;
      syncBuiltinESMExports();
    }
    expect(readFileSync(temporary('lock'), 'utf8')).to.equal('mine');
    expect(statSync(temporary('lock')).mode & 0o777).to.equal(0o600);
    expect(readdirSync(dirname(temporary('lock')))).to.deep.equal(['lock']);
  });

  it('are listed also where the folder is the working one, or all of it is meant', () => {
    writeFileSync(temporary('a.yaml'), '');
    writeFileSync(temporary('b.yaml'), '');
    const folder = `${dirname(temporary('x'))}${sep}`;
    expect([...createStorage().list(folder)].sort()).to.deep.equal([
      temporary('a.yaml'),
      temporary('b.yaml'),
    ]);
    expect(createStorage().list('package.jso')).to.deep.equal(['package.json']);
  });

  it('are touched at the time of the system where a program has set its own', () => {
    const path = temporary('sign');
    writeFileSync(path, '');
    utimesSync(path, 1, 1);
    const { now } = Date;
    try {
      Date.now = () => 0;
      createStorage().touch(path);
    } finally {
      Date.now = now;
    }
    expect(statSync(path).mtimeMs).to.be.within(now() - 60_000, now() + 2000);
  });

  it('have one name, whatever links lead to them, also before they are made', () => {
    const storage = createStorage();
    mkdirSync(temporary('real'));
    symlinkSync('real', temporary('folder'));
    symlinkSync('chat.yaml', temporary('real/link.yaml'));
    const name = join(storage.realPath(temporary('real')), 'chat.yaml');
    const ways = ['real/chat.yaml', 'folder/chat.yaml', 'folder/link.yaml', 'folder/../real/./chat.yaml'];
    for (const made of [false, true]) {
      if (made) writeFileSync(temporary('real/chat.yaml'), '');
      expect(ways.map((way) => storage.realPath(temporary(way)))).to.deep.equal(ways.map(() => name));
    }
  });
});
