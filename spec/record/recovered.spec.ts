import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { beginRun } from '../../lib/open/run.js';
import { cassette, journalsBeside, leaveJournal, requestsIn, unary } from '../support/cassettes.js';
import { callUnary } from '../support/echo-server.js';
import { useWarnings } from '../support/environment.js';
import { itCutsOff } from './cut-append.js';
import { commented, useRecording } from './recording.js';

describe('what is recorded and left by a process that died', () => {
  const { journal, open, recordInChild, server, temporary } = useRecording();
  const warnings = useWarnings();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  it('is taken in by once, which goes on recording', async () => {
    await recordInChild('A', 'B');
    const { opened, client } = open('once');
    const before = server.reached.length;
    expect((await callUnary(client, 'A')).response).to.equal('re:A');
    await callUnary(client, 'C');
    expect(server.reached.slice(before)).to.deep.equal(['C']);
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['A', 'B', 'C']);
    expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
    expect(await warnings()).to.deep.equal([
      `${path}: took in 2 recorded calls that an interrupted recording had left in a journal. They are replayed; GRPC_CASSETTE_MODE=rewrite records them anew.`,
    ]);
  });

  it('is taken in by new_episodes, behind what the cassette holds', async () => {
    const before = cassette(unary('X', 'x'));
    writeFileSync(path, before);
    await recordInChild('A');
    const { opened, client } = open('new_episodes');
    const reached = server.reached.length;
    expect((await callUnary(client, 'A')).response).to.equal('re:A');
    expect((await callUnary(client, 'X')).response).to.equal('x');
    await callUnary(client, 'B');
    expect(server.reached.slice(reached)).to.deep.equal(['B']);
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['X', 'A', 'B']);
    expect(readFileSync(path, 'utf8').startsWith(before)).to.equal(true);
  });

  it('is taken in from a journal with the name that earlier versions gave theirs', async () => {
    await recordInChild('A');
    const [name = ''] = journalsBeside(path);
    const { pid } = spawnSync(process.execPath, ['--version']);
    const earlier = `.chat.yaml.${pid}-0123456789abcdef89abcdef.journal`;
    renameSync(temporary(name), temporary(earlier));
    writeFileSync(temporary(earlier.replace(/\.journal$/, '.tmp')), 'torn');
    writeFileSync(temporary(`${earlier}.3.requests`), 'torn');
    const { opened } = open('once');
    expect(opened.plan).to.equal('hybrid');
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['A']);
    expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
  });

  it('is taken in without a call being made, as soon as the file is looked at', async () => {
    await recordInChild('A');
    const { opened } = open('once');
    expect(opened.plan).to.equal('hybrid');
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['A']);
  });

  it('is taken in from several journals, the oldest first', async () => {
    await recordInChild('A');
    await leaveJournal({ path, mode: 'none', address: server.address, calls: [] });
    await new Promise((resolve) => setTimeout(resolve, 50));
    // `rewrite` would set the first aside: the second is recorded elsewhere and put beside it.
    const other = temporary('other/chat.yaml');
    await leaveJournal({ path: other, mode: 'once', address: server.address, calls: ['B'] });
    const [name = ''] = journalsBeside(other);
    renameSync(join(dirname(other), name), join(dirname(path), name));
    const { opened } = open('new_episodes');
    expect(opened.interactions).to.have.length(2);
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['A', 'B']);
    expect(journalsBeside(path)).to.deep.equal([]);
  });

  it('is taken in without a last entry that is torn, wherever it was torn', async () => {
    await recordInChild('A', 'B', 'C');
    const [name = ''] = journalsBeside(path);
    const whole = journal();
    const last = whole.lastIndexOf('\n# call ') + 1;
    for (let length = last; length <= whole.length; length += 1) {
      const torn = temporary(`${length}/chat.yaml`);
      mkdirSync(dirname(torn));
      writeFileSync(join(dirname(torn), name), whole.subarray(0, length));
      const { opened } = open('once', torn);
      const expected = length === whole.length ? ['A', 'B', 'C'] : ['A', 'B'];
      expect(opened.interactions, `cut at ${length}`).to.have.length(expected.length);
      await opened.close();
      expect(requestsIn(torn), `cut at ${length}`).to.deep.equal(expected);
      expect(readdirSync(dirname(torn)), `cut at ${length}`).to.deep.equal(['chat.yaml']);
    }
  }).timeout(30_000);

  it('is taken in without one in the midst that somebody cut, within a line or not, and all that follow', async () => {
    await recordInChild('A', 'B', 'C');
    const [name = ''] = journalsBeside(path);
    const whole = journal();
    const second = whole.indexOf('\n# call ', whole.indexOf('\n# call ') + 1) + 1;
    const third = whole.lastIndexOf('\n# call ') + 1;
    for (const cut of [second, second + 5, second + 40, whole.indexOf('\n', second + 60) + 1, third - 1]) {
      const torn = temporary(`${cut}/chat.yaml`);
      mkdirSync(dirname(torn));
      writeFileSync(
        join(dirname(torn), name),
        Buffer.concat([whole.subarray(0, cut), whole.subarray(third)]),
      );
      const { opened } = open('once', torn);
      expect(opened.plan).to.equal('hybrid');
      await opened.close();
      expect(requestsIn(torn), `cut at ${cut}`).to.deep.equal(['A', 'C']);
    }
  });

  itCutsOff('once', { open, temporary });

  it('is nothing, where its only entry is torn: once records', async () => {
    await recordInChild('A');
    const [name = ''] = journalsBeside(path);
    const whole = journal();
    for (const length of [0, 5, 24, 25, 30, whole.length - 1]) {
      const torn = temporary(`${length}/chat.yaml`);
      mkdirSync(dirname(torn));
      writeFileSync(join(dirname(torn), name), whole.subarray(0, length));
      const { opened } = open('once', torn);
      expect(opened.plan).to.equal('record');
      await opened.close();
      expect(readdirSync(dirname(torn))).to.deep.equal([]);
    }
  });

  for (const mode of ['rewrite', 'all'] as const) {
    it(`is set aside by ${mode} as <name>.rejected.yaml, each time, and that is said`, async () => {
      writeFileSync(path, cassette(unary('X', 'x')));
      const rejected = temporary('chat.rejected.yaml');
      for (const [index, call] of ['A', 'C'].entries()) {
        await leaveJournal({ path, mode: 'new_episodes', address: server.address, calls: [call] });
        beginRun();
        const { opened, client } = open(mode);
        await callUnary(client, `B${index}`);
        await opened.close();
        expect(requestsIn(path)).to.deep.equal([`B${index}`]);
      }
      expect(requestsIn(rejected)).to.deep.equal(['A', 'C']);
      expect(readdirSync(dirname(path)).sort()).to.deep.equal(['chat.rejected.yaml', 'chat.yaml']);
      const told = `${path}: set aside 1 recorded call that an interrupted recording had left in a journal, as ${rejected}.`;
      expect(await warnings()).to.deep.equal([told, told]);
    });
  }

  it('is left by none as it is, and a miss mentions it, with a cassette as without', async () => {
    for (const before of [undefined, cassette(unary('X', 'x'))]) {
      if (before !== undefined) writeFileSync(path, before);
      else await recordInChild('A');
      const [name = ''] = journalsBeside(path);
      const left = journal();
      const { opened, client } = open('none');
      const { error } = await callUnary(client, 'A');
      await opened.close();
      expect(error?.code).to.equal(9);
      expect(journal()).to.deep.equal(left);
      expect(existsSync(path) ? readFileSync(path, 'utf8') : undefined).to.equal(before);
      expect(error?.details).to.include(name);
    }
    expect(await warnings()).to.deep.equal([]);
  });

  it('is dropped where its entries stand in the cassette already, as one block', async () => {
    for (const mode of ['once', 'new_episodes'] as const) {
      await leaveJournal({
        path: temporary('rest/chat.yaml'),
        mode: 'once',
        address: server.address,
        calls: ['A', 'B'],
      });
      const [name = ''] = journalsBeside(temporary('rest/chat.yaml'));
      renameSync(join(temporary('rest'), name), join(dirname(path), name));
      const block = commented(journal()).map(({ text }) => text);
      const committed = cassette(unary('X', 'x'), ...block, unary('Y', 'y'));
      writeFileSync(path, committed);
      const { opened } = open(mode);
      expect(opened.interactions).to.have.length(4);
      await opened.close();
      expect(readFileSync(path, 'utf8')).to.equal(committed);
      expect(readdirSync(dirname(path)).sort()).to.deep.equal(['chat.yaml', 'rest']);
    }
    expect(await warnings()).to.deep.equal([]);
  });

  it('is dropped by rewrite too where its entries stand in the cassette already', async () => {
    await recordInChild('A');
    const [entry] = commented(journal());
    writeFileSync(path, cassette(unary('X', 'x'), entry?.text ?? ''));
    const { opened, client } = open('rewrite');
    await callUnary(client, 'B');
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['B']);
    expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
    expect(await warnings()).to.deep.equal([]);
  });

  it('is not dropped where only some of its entries stand in the cassette', async () => {
    await recordInChild('A', 'B');
    const [first] = commented(journal());
    writeFileSync(path, cassette(first?.text ?? ''));
    const { opened } = open('new_episodes');
    expect(opened.plan).to.equal('hybrid');
    await opened.close();
    expect(requestsIn(path)).to.include('B');
  });
});
