import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { expect } from 'chai';
import { ownPlace, ownStart, startOf } from '../../lib/open/process-start.js';
import { systemProcesses } from '../../lib/open/system-processes.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

const ELSEWHERE = '01234567';
const OTHER_START = '89abcdef';

/** The tag of a process, of this host and container unless it is said otherwise. */
function tagOf(number: number, start: string, where: string = ownPlace()): string {
  return `${number}-${where}-${start}-01234567`;
}

/** As versions up to 0.1 named their journals. */
function earlierTagOf(number: number): string {
  return `${number}-0123456789abcdef01234567`;
}

const secondsAgo = (seconds: number): number => Date.now() - seconds * 1000;
const hasEnded = (tag: string, touchedMs: number = Date.now()): boolean =>
  systemProcesses.hasEnded(tag, touchedMs);

describe('the processes of this machine', () => {
  const temporary = useTemporaryFolder();
  const { href } = new URL('../../lib/open/system-processes.js', import.meta.url);

  it('have tags that tell the process, and are no other tags', () => {
    const tags = Array.from({ length: 20 }, () => systemProcesses.newTag());
    expect(new Set(tags).size).to.equal(20);
    for (const tag of tags) {
      expect(tag).to.match(new RegExp(`^${process.pid}-${ownPlace()}-${ownStart()}-[0-9a-f]{8}$`));
      expect([hasEnded(tag), systemProcesses.isHere(tag)]).to.deep.equal([false, true]);
    }
  });

  it('have not ended where a tag is none of theirs', () => {
    const ended = tagOf(process.pid, OTHER_START);
    expect(hasEnded(ended)).to.equal(true);
    for (const alike of [
      '',
      '12-x',
      ended.slice(1, -1),
      `${ended}0`,
      ended.replace(String(process.pid), 'four'),
    ]) {
      expect(hasEnded(alike, 0), alike).to.equal(false);
      expect(systemProcesses.isFresh(alike, Date.now()), alike).to.equal(false);
    }
  });

  it('have ended where this process has the number of an earlier one, as containers give every run the same', () => {
    expect(hasEnded(tagOf(process.pid, OTHER_START))).to.equal(true);
    expect(hasEnded(tagOf(process.pid, ownStart()))).to.equal(false);
    expect(hasEnded(earlierTagOf(process.pid))).to.equal(true);
  });

  it('have ended where another process has their number since', function () {
    const start = startOf(process.ppid);
    if (start === undefined) this.skip();
    expect(hasEnded(tagOf(process.ppid, start))).to.equal(false);
    expect(hasEnded(tagOf(process.ppid, OTHER_START))).to.equal(true);
  });

  it('have ended where nothing tells their start, and what they wrote is from before this machine was started', () => {
    const booted = Date.now() - uptime() * 1000;
    expect(hasEnded(earlierTagOf(process.ppid), booted - 60_000)).to.equal(true);
    expect(hasEnded(earlierTagOf(process.ppid))).to.equal(false);
  });

  it('have ended where none with the number lives', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    for (const tag of [tagOf(pid, ownStart()), tagOf(pid, OTHER_START), earlierTagOf(pid)])
      expect(hasEnded(tag)).to.equal(true);
  });

  it('are this one also where the program has set its clock, and hours later', () => {
    const tag = systemProcesses.newTag();
    const { now } = Date;
    const { uptime: since } = process;
    try {
      Date.now = () => 0;
      process.uptime = () => 86_400;
      expect(hasEnded(tag)).to.equal(false);
    } finally {
      Date.now = now;
      process.uptime = since;
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

  it('differ in their tags', () => {
    const program = `import { systemProcesses } from ${JSON.stringify(href)}; console.log(systemProcesses.newTag());`;
    const other = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
    expect(other.stdout).to.match(/^\d+(?:-[0-9a-f]{8}){3}\n$/);
    expect(other.stdout).not.to.include(ownStart());
    expect(hasEnded(other.stdout.trim())).to.equal(true);
  });

  it('are at work for ten seconds after they have last written', () => {
    const tag = systemProcesses.newTag();
    expect([0, 9, 11].map((seconds) => systemProcesses.isFresh(tag, secondsAgo(seconds)))).to.deep.equal([
      true,
      true,
      false,
    ]);
  });
});

describe('processes of another host or container', () => {
  const elsewhere = tagOf(process.pid, ownStart(), ELSEWHERE);

  it('are not here, whatever runs here under their number', () => {
    expect(systemProcesses.isHere(elsewhere)).to.equal(false);
    expect(hasEnded(elsewhere)).to.equal(false);
    const { pid } = spawnSync(process.execPath, ['--version']);
    expect(hasEnded(tagOf(pid, ownStart(), ELSEWHERE))).to.equal(false);
  });

  it('have ended, and are no longer at work, ten minutes after they have last written', () => {
    for (const [seconds, isOver] of [
      [590, false],
      [610, true],
    ] as const) {
      expect(hasEnded(elsewhere, secondsAgo(seconds))).to.equal(isOver);
      expect(systemProcesses.isFresh(elsewhere, secondsAgo(seconds))).to.equal(!isOver);
    }
  });
});
