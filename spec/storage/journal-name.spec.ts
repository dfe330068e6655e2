import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect } from 'chai';
import { FileStorage } from '../../lib/storage/file.js';
import { findOwner, isJournal, isRunning, journalPath, thisProcess } from '../../lib/storage/journal-name.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

describe("a journal's name", () => {
  const temporary = useTemporaryFolder();

  const owner = { processId: 4321, processName: '0123456789abcdef' };

  it('tells the process, and is no other name', () => {
    const [first, second] = [journalPath('a/chat.yaml', owner), journalPath('a/chat.yaml', owner)];
    expect(first).to.match(/^a\/\.chat\.yaml\.4321-0123456789abcdef[0-9a-f]{8}\.journal$/);
    expect(second).not.to.equal(first);
    expect(findOwner('a/chat.yaml', basename(first))).to.deep.equal(owner);
  });

  it('is found again in what is named after it', () => {
    const name = basename(journalPath('chat.yaml', owner));
    const parts = [`${name}.12.requests`, `${name}.12.responses`, name.replace(/\.journal$/, '.tmp')];
    for (const part of parts) {
      expect(findOwner('chat.yaml', part), part).to.deep.equal(owner);
      expect(isJournal(part), part).to.equal(false);
    }
    expect(isJournal(name)).to.equal(true);
  });

  it('belongs to one cassette, and to none when it was not made by this library', () => {
    const name = basename(journalPath('chat.yaml', owner));
    for (const other of ['chat.yml', 'other-chat.yaml', 'chat.yaml.bak', 'chat']) {
      expect(findOwner(other, name), other).to.equal(undefined);
    }
    for (const alike of [
      name.slice(1),
      `${name}.bak`,
      `${name}.12.trailers`,
      '.chat.yaml.journal',
      '.chat.yaml.12-x.journal',
      name.replace('4321', 'four'),
      name.replace('0123456789abcdef', '0123456789abcdeg'),
    ]) {
      expect(findOwner('chat.yaml', alike), alike).to.equal(undefined);
    }
  });

  const names: readonly (readonly [string, () => string, boolean])[] = [
    ['name', () => thisProcess().processName, true],
    ['number in an earlier run, as containers give every run the same', () => 'fedcba9876543210', false],
  ];

  for (const [what, processName, isThis] of names) {
    it(`that has this process's ${what} is ${isThis ? 'left alone' : 'taken for abandoned'}`, () => {
      const left = { processId: process.pid, processName: processName() };
      const path = journalPath(temporary('chat.yaml'), left);
      writeFileSync(path, '');
      expect(findOwner(temporary('chat.yaml'), basename(path))).to.deep.equal(left);
      expect(isRunning(left)).to.equal(isThis);
      expect(new FileStorage().abandonedJournals(temporary('chat.yaml'))).to.deep.equal(isThis ? [] : [path]);
    });
  }

  it('is of this process also where the program has set its clock, and hours later', () => {
    const path = new FileStorage().newJournalPath(temporary('chat.yaml'));
    writeFileSync(path, '');
    const { now } = Date;
    const { uptime } = process;
    try {
      Date.now = () => 0;
      process.uptime = () => 86_400;
      expect(new FileStorage().abandonedJournals(temporary('chat.yaml'))).to.deep.equal([]);
    } finally {
      Date.now = now;
      process.uptime = uptime;
    }
  });

  it('is of one process in all its worker threads, whichever of them asks first', async () => {
    const { href } = new URL('../../lib/storage/journal-name.js', import.meta.url);
    const program = `
      import { isMainThread, parentPort, Worker } from 'node:worker_threads';
      import { thisProcess } from ${JSON.stringify(href)};
      if (!isMainThread) parentPort.postMessage(thisProcess().processName);
      else {
        const ask = () => new Promise((resolve) => new Worker(process.argv[1]).on('message', resolve));
        const names = [await ask(), await ask(), thisProcess().processName];
        console.log(new Set(names).size);
      }`;
    const file = temporary('program.mjs');
    writeFileSync(file, program);
    const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
    expect(stderr).to.equal('');
    expect(stdout).to.equal('1\n');
  });

  it('differs from that of every other process', () => {
    const { href } = new URL('../../lib/storage/journal-name.js', import.meta.url);
    const program = `import { thisProcess } from ${JSON.stringify(href)}; console.log(thisProcess().processName);`;
    const other = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
    expect(other.stdout).to.match(/^[0-9a-f]{16}\n$/);
    expect(other.stdout.trim()).not.to.equal(thisProcess().processName);
  });

  it("that has another living process's number is left alone, whatever its name", () => {
    for (const processName of [thisProcess().processName, '0123456789abcdef']) {
      expect(isRunning({ processId: process.ppid, processName })).to.equal(true);
    }
  });

  it("that has a dead process's number is taken for abandoned, also with this process's name", () => {
    const processId = spawnSync(process.execPath, ['--version']).pid;
    expect(isRunning({ ...thisProcess(), processId })).to.equal(false);
  });
});
