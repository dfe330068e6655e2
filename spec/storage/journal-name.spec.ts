import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect } from 'chai';
import { FileStorage } from '../../lib/storage/file.js';
import { findOwner, isJournal, isRunning, journalPath, thisProcess } from '../../lib/storage/journal-name.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

describe("a journal's name", () => {
  const temporary = useTemporaryFolder();

  const owner = { processId: 4321, processStart: Date.UTC(2024, 0, 2, 3, 4, 5, 678) };

  it('tells the process and its start, and is no other name', () => {
    const [first, second] = [journalPath('a/chat.yaml', owner), journalPath('a/chat.yaml', owner)];
    expect(first).to.match(/^a\/\.chat\.yaml\.4321-0lqvrmo8e[0-9a-f]{8}\.journal$/);
    expect(second).not.to.equal(first);
    expect(findOwner('a/chat.yaml', basename(first))).to.deep.equal(owner);
  });

  it('rounds the start to a millisecond', () => {
    const name = basename(journalPath('chat.yaml', { ...owner, processStart: owner.processStart + 0.4 }));
    expect(findOwner('chat.yaml', name)).to.deep.equal(owner);
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
    ]) {
      expect(findOwner('chat.yaml', alike), alike).to.equal(undefined);
    }
  });

  const DAY = 86_400_000;
  /** How far the recorded start is from this process's, in milliseconds, and whether that is this process. */
  const starts: readonly (readonly [string, number, boolean])[] = [
    ['its start', 0, true],
    ['a start a second earlier, as clocks are adjusted', -1000, true],
    ['a start a second later, as clocks are adjusted', 1000, true],
    ['a start some seconds earlier', -5000, false],
    ['a start some seconds later', 5000, false],
    ['a start a day earlier', -DAY, false],
    ['a start a day later', DAY, false],
  ];

  for (const [what, distance, isThis] of starts) {
    it(`that has this process's number and ${what} is ${isThis ? 'left alone' : 'taken for abandoned'}`, () => {
      const { processId, processStart } = thisProcess();
      const path = journalPath(temporary('chat.yaml'), { processId, processStart: processStart + distance });
      writeFileSync(path, '');
      const found = findOwner(temporary('chat.yaml'), basename(path));
      expect(found?.processId).to.equal(process.pid);
      expect(found !== undefined && isRunning(found)).to.equal(isThis);
      expect(new FileStorage().abandonedJournals(temporary('chat.yaml'))).to.deep.equal(isThis ? [] : [path]);
    });
  }

  it("that has another living process's number is left alone, whatever its start", () => {
    for (const processStart of [0, Date.now() - DAY, Date.now()]) {
      expect(isRunning({ processId: process.ppid, processStart })).to.equal(true);
    }
  });

  it("that has a dead process's number is taken for abandoned, also with this process's start", () => {
    const processId = spawnSync(process.execPath, ['--version']).pid;
    expect(isRunning({ ...thisProcess(), processId })).to.equal(false);
  });
});
