import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { processName } from '../../lib/open/process-name.js';
import { systemProcesses } from '../../lib/open/system-processes.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

/** The tag of a process with this number and name. */
function tagOf(number: number, name: string): string {
  return `${number}-${name}01234567`;
}

describe('the processes of this machine', () => {
  const temporary = useTemporaryFolder();
  const OTHER = '0123456789abcdef';
  const { href } = new URL('../../lib/open/system-processes.js', import.meta.url);

  it('have tags that tell the process, and are no other tags', () => {
    const tags = Array.from({ length: 20 }, () => systemProcesses.newTag());
    expect(new Set(tags).size).to.equal(20);
    for (const tag of tags) {
      expect(tag).to.match(new RegExp(`^${process.pid}-${processName()}[0-9a-f]{8}$`));
      expect(systemProcesses.hasEnded(tag)).to.equal(false);
    }
  });

  it('have not ended where a tag is none of theirs', () => {
    const ended = tagOf(process.pid, OTHER);
    expect(systemProcesses.hasEnded(ended)).to.equal(true);
    for (const alike of [
      '',
      '12-x',
      ended.slice(1, -1),
      `${ended}0`,
      ended.replace(String(process.pid), 'four'),
      ended.replace(OTHER, '0123456789abcdeg'),
    ]) {
      expect(systemProcesses.hasEnded(alike), alike).to.equal(false);
    }
  });

  it('have ended where this process has the number of an earlier run, as containers give every run the same', () => {
    expect(systemProcesses.hasEnded(tagOf(process.pid, 'fedcba9876543210'))).to.equal(true);
    expect(systemProcesses.hasEnded(tagOf(process.pid, processName()))).to.equal(false);
  });

  it('are this one also where the program has set its clock, and hours later', () => {
    const tag = systemProcesses.newTag();
    const { now } = Date;
    const { uptime } = process;
    try {
      Date.now = () => 0;
      process.uptime = () => 86_400;
      expect(systemProcesses.hasEnded(tag)).to.equal(false);
    } finally {
      Date.now = now;
      process.uptime = uptime;
    }
  });

  it('are one in all worker threads, whichever of them asks first', async () => {
    const program = `
      import { isMainThread, parentPort, Worker } from 'node:worker_threads';
      import { systemProcesses } from ${JSON.stringify(href)};
      const name = () => systemProcesses.newTag().slice(0, -8);
      if (!isMainThread) parentPort.postMessage(name());
      else {
        const ask = () => new Promise((resolve) => new Worker(process.argv[1]).on('message', resolve));
        const names = [await ask(), await ask(), name()];
        console.log(new Set(names).size);
      }`;
    const file = temporary('program.mjs');
    writeFileSync(file, program);
    const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
    expect(stderr).to.equal('');
    expect(stdout).to.equal('1\n');
  });

  it('differ in their names', () => {
    const program = `import { systemProcesses } from ${JSON.stringify(href)}; console.log(systemProcesses.newTag());`;
    const other = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
    expect(other.stdout).to.match(/^\d+-[0-9a-f]{24}\n$/);
    expect(other.stdout).not.to.include(processName());
    expect(systemProcesses.hasEnded(other.stdout.trim())).to.equal(true);
  });

  it('have not ended while one with the number lives, whatever its name', () => {
    for (const name of [processName(), OTHER]) {
      expect(systemProcesses.hasEnded(tagOf(process.ppid, name))).to.equal(false);
    }
  });

  it('have ended where none with the number lives, also with the name of this process', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    for (const name of [processName(), OTHER]) {
      expect(systemProcesses.hasEnded(tagOf(pid, name))).to.equal(true);
    }
  });
});
