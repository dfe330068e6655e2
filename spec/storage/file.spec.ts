import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect } from 'chai';
import { FileStorage } from '../../lib/storage/file.js';
import { journalPath } from '../../lib/storage/journal-name.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';
import { itKeepsTheContract } from './contract.js';

/** The number of a process that has ended. */
function deadProcess(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

/** The path of a journal of a process that has ended. */
function deadJournal(cassettePath: string): string {
  return journalPath(cassettePath, { processId: deadProcess(), processName: '0123456789abcdef' });
}

describe('cassettes in the file system', () => {
  const temporary = useTemporaryFolder();

  itKeepsTheContract(() => ({
    storage: new FileStorage(),
    path: temporary,
    leaveJournal(cassettePath, content) {
      const path = deadJournal(cassettePath);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
  }));

  const bytes = (text: string): Uint8Array => Buffer.from(text);

  it('are at a path below a file as little as anywhere else', () => {
    const storage = new FileStorage();
    writeFileSync(temporary('file'), 'mine');
    const below = temporary('file/chat.yaml');
    expect(storage.read(below)).to.equal(undefined);
    expect(storage.abandonedJournals(below)).to.deep.equal([]);
    expect(() => storage.append(below, [bytes('x')])).to.throw(/ENOTDIR|EEXIST/);
    expect(() => storage.replace(below, [bytes('x')])).to.throw(/ENOTDIR|EEXIST/);
  });

  it('are let go of when an append fails, so that failures cost no descriptors', () => {
    const storage = new FileStorage();
    const path = temporary('.journal');
    function* torn(): Iterable<Uint8Array> {
      yield bytes('half');
      throw new Error('the source failed');
    }
    storage.append(path, [bytes('whole')]);
    expect(() => storage.append(path, torn())).to.throw('the source failed');
    // A descriptor that is still open writes into the file that is gone.
    rmSync(path);
    storage.append(path, [bytes('anew')]);
    expect(readFileSync(path, 'utf8')).to.equal('anew');
  });

  it('are no directories: reading one fails, writing one too', () => {
    const storage = new FileStorage();
    const path = temporary('folder');
    mkdirSync(path);
    expect(() => storage.read(path)).to.throw('EISDIR');
    expect(() => storage.replace(path, [bytes('x')])).to.throw();
    expect(readdirSync(dirname(path))).to.deep.equal(['folder']);
  });

  it('keep their permissions and their links when they are replaced, and leave no temporary file', () => {
    const storage = new FileStorage();
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
    const storage = new FileStorage();
    const path = temporary('chat.yaml');
    writeFileSync(path, 'the old one');
    linkSync(path, temporary('old.yaml'));
    storage.replace(path, [bytes('new')]);
    expect(readFileSync(temporary('old.yaml'), 'utf8')).to.equal('the old one');
    expect(readFileSync(path, 'utf8')).to.equal('new');
  });

  it('leave no temporary file where they cannot be replaced', () => {
    const storage = new FileStorage();
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
      new FileStorage().append(${JSON.stringify(path)}, [Buffer.from('survives')]);
      process.kill(process.pid, 'SIGKILL');`;
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program]);
    expect(signal).to.equal('SIGKILL');
    expect(readFileSync(path, 'utf8')).to.equal('survives');
  });

  it('have journals that lie hidden beside them and name the process', () => {
    const path = new FileStorage().newJournalPath(temporary('chat.yaml'));
    expect(dirname(path)).to.equal(dirname(temporary('chat.yaml')));
    expect(basename(path)).to.match(new RegExp(`^\\.chat\\.yaml\\.${process.pid}-[0-9a-z]+\\.journal$`));
  });

  it('have abandoned journals in the order in which they were last written', () => {
    const path = temporary('chat.yaml');
    const paths = [100, 300, 200].map((seconds) => {
      const left = deadJournal(path);
      writeFileSync(left, '');
      utimesSync(left, seconds, seconds);
      return left;
    });
    expect(new FileStorage().abandonedJournals(path)).to.deep.equal([paths[0], paths[2], paths[1]]);
  });

  it('have a journal that is abandoned also where an earlier process had the number of this one', () => {
    const path = temporary('chat.yaml');
    const left = journalPath(path, { processId: process.pid, processName: '0123456789abcdef' });
    writeFileSync(left, '');
    expect(new FileStorage().abandonedJournals(path)).to.deep.equal([left]);
  });

  it('have journals that are not abandoned while their process, or one with its number, runs', () => {
    const path = temporary('chat.yaml');
    writeFileSync(journalPath(path, { processId: process.ppid, processName: '0123456789abcdef' }), '');
    expect(new FileStorage().abandonedJournals(path)).to.deep.equal([]);
  });

  it('are freed of what a dead process left in the making, and of nothing else', () => {
    const path = temporary('chat.yaml');
    const dead = deadJournal(path);
    const mine = new FileStorage().newJournalPath(path);
    const left = [dead.replace(/\.journal$/, '.tmp'), `${dead}.3.requests`, `${dead}.3.responses`];
    const kept = [
      path,
      dead,
      mine,
      `${mine}.1.requests`,
      mine.replace(/\.journal$/, '.tmp'),
      temporary('.chat.yaml.tmp'),
      temporary('chat.yaml.bak'),
      deadJournal(temporary('chat.yaml.bak')).replace(/\.journal$/, '.tmp'),
      temporary('.chat.yaml.swp'),
    ];
    for (const each of [...left, ...kept]) writeFileSync(each, '');
    new FileStorage().removeLeftovers(path);
    expect(left.filter((each) => existsSync(each))).to.deep.equal([]);
    expect(readdirSync(dirname(path)).sort()).to.deep.equal(kept.map((each) => basename(each)).sort());
    expect(join(dirname(path), 'chat.yaml')).to.equal(path);
  });
});
