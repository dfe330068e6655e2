import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { RecordMode } from '../../lib/index.js';
import { ownPlace, ownStart, startOf } from '../../lib/open/process-start.js';
import { journalsBeside, requestsIn } from '../support/cassettes.js';
import { type Child, startCommand } from '../support/child.js';
import { callUnary } from '../support/echo-server.js';
import { useWarnings } from '../support/environment.js';
import { useRecording } from './recording.js';
import type { ToldJob } from './support/record-until-told.js';

const PROGRAM = fileURLToPath(new URL('support/record-until-told.js', import.meta.url));
/** Runs a command with process numbers of its own, as a container does. */
const APART = ['--pid', '--fork', '--mount-proc', '--kill-child'];
const canBeApart = spawnSync('unshare', [...APART, 'true']).status === 0;

const ELSEWHERE = '01234567';
const OTHER_START = '89abcdef';

describe('a journal beside a cassette', () => {
  const { journal, open, recordInChild, server, temporary } = useRecording();
  const warnings = useWarnings();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  /** Gives the journal that lies there the tag of another process. */
  function forge(number: number, where: string, start: string): string {
    const [name = ''] = journalsBeside(path);
    const forged = `.chat.yaml.${number}-${where}-${start}-01234567.journal`;
    renameSync(temporary(name), temporary(forged));
    return temporary(forged);
  }

  const toldOf = (file: string): string =>
    `${path}: ${file} is left alone, for it is of another host or container and was written to within the last ten minutes. If nobody records there any more, move it away, or wait.`;

  /** Records a call here, and finds that the journal is as it was. */
  async function recordBeside(file: string, mode: RecordMode, call: string): Promise<void> {
    const before = readFileSync(file);
    const { opened, client } = open(mode);
    expect((await callUnary(client, call)).response).to.equal(`re:${call}`);
    await opened.close();
    expect(readFileSync(file)).to.deep.equal(before);
  }

  async function missOfNone(): Promise<string> {
    const { opened, client } = open('none');
    const { error } = await callUnary(client, 'never recorded');
    await opened.close();
    return error?.details ?? '';
  }

  const itApart = canBeApart ? it : it.skip;
  const reason = canBeApart ? '' : ' (skipped: unshare is not allowed here)';

  itApart(
    `of a container beside this host is left alone, told of, and nothing is lost${reason}`,
    async () => {
      const job: ToldJob = { path, mode: 'once', address: server.address, calls: ['A', 'B'], further: ['D'] };
      const child: Child = startCommand('unshare', [
        ...APART,
        process.execPath,
        PROGRAM,
        JSON.stringify(job),
      ]);
      await child.said('done');
      // Its number is one of this host's, too, and the process that has it here is another.
      expect(child.lines[0]).to.equal('process 1');
      const [name = ''] = journalsBeside(path);
      expect(await missOfNone()).to.include(name);
      for (const mode of ['once', 'new_episodes'] as const)
        await recordBeside(temporary(name), mode, `C of ${mode}`);
      expect(await warnings()).to.deep.equal([toldOf(temporary(name)), toldOf(temporary(name))]);
      expect(requestsIn(path)).to.deep.equal(['C of once', 'C of new_episodes']);

      child.tell('go on');
      const { code, stderr } = await child.ended;
      expect([code, stderr]).to.deep.equal([0, '']);
      expect(requestsIn(path)).to.deep.equal(['C of once', 'C of new_episodes', 'A', 'B', 'D']);
      expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
    },
  );

  it('of another host or container is left alone and told of while it is fresh, whatever its number', async () => {
    await recordInChild('A');
    for (const [number, start] of [
      [process.pid, ownStart()],
      [spawnSync(process.execPath, ['--version']).pid, OTHER_START],
    ] as const) {
      const forged = forge(number, ELSEWHERE, start);
      expect(await missOfNone()).to.include(forged);
      await recordBeside(forged, 'new_episodes', `B${number}`);
      expect((await warnings()).at(-1)).to.equal(toldOf(forged));
    }
  });

  it('of another host or container is taken in when nobody has written to it for ten minutes', async () => {
    await recordInChild('A');
    const forged = forge(process.pid, ELSEWHERE, ownStart());
    const now = Date.now() / 1000;
    utimesSync(forged, now, now - 590);
    await recordBeside(forged, 'once', 'B');
    utimesSync(forged, now, now - 610);
    const { opened } = open('new_episodes');
    expect(opened.interactions).to.have.length(2);
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['B', 'A']);
    expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
  });

  it('of a process whose number another one has since is taken in', async function () {
    if (startOf(process.ppid) === undefined) this.skip();
    await recordInChild('A');
    forge(process.ppid, ownPlace(), OTHER_START);
    const { opened } = open('once');
    expect(opened.plan).to.equal('hybrid');
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['A']);
    expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
  });

  it('of a process that runs is left alone, however long ago it wrote', async function () {
    const start = startOf(process.ppid);
    if (start === undefined) this.skip();
    await recordInChild('A');
    const forged = forge(process.ppid, ownPlace(), start);
    utimesSync(forged, 1, 1);
    await recordBeside(forged, 'once', 'B');
    expect(journal()).to.deep.equal(readFileSync(forged));
    expect(requestsIn(path)).to.deep.equal(['B']);
  });
});
