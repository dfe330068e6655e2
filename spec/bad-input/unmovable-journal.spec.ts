import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import type { Cassette, RecordMode } from '../../lib/index.js';
import { cassette, journalsBeside, leaveJournal, requestsIn, unary } from '../support/cassettes.js';
import { endChildren } from '../support/child.js';
import { callUnary } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { useWarnings } from '../support/environment.js';
import { rejectionOf } from '../support/errors.js';
import { cassetteOn, FailingStorage } from '../support/failing-storage.js';
import { assertIs } from './told.js';

describe('an abandoned journal that cannot be put away while the cassette is opened', () => {
  const { clientOf, server, temporary } = useEchoSuite();
  const warnings = useWarnings();
  endChildren();
  let path: string;
  let storage: FailingStorage;
  beforeEach(() => {
    path = temporary('chat.yaml');
    storage = new FailingStorage();
  });

  /** Opens the cassette by a call while `broken` fails; the call succeeds, and what it recorded can be saved. */
  async function openWhile(
    broken: FailingStorage['broken'],
    mode: RecordMode,
    request: string,
  ): Promise<Cassette> {
    const opened = cassetteOn(storage, path, mode);
    storage.broken = broken;
    expect((await callUnary(clientOf(opened), request)).response).to.equal(`re:${request}`);
    expect(opened.misses).to.deep.equal([]);
    storage.broken = [];
    return opened;
  }

  /** Saves, saves again and closes: the first tells of the trouble, and only the first. */
  async function assertToldOnce(opened: Cassette, action: string): Promise<void> {
    const error = await rejectionOf(opened.save());
    assertIs(error, path, {
      code: 'write_failed',
      message: `What was recorded for PATH could not be written: ENOSPC: it was made to fail, ${action}. The calls themselves were not affected. Mend the cause; what a journal beside the cassette holds is taken in by the next recording.`,
    });
    expect(error.mode).to.equal(opened.mode);
    expect((error.cause as NodeJS.ErrnoException).code).to.equal('ENOSPC');
    expect(opened.dirty).to.equal(false);
    await opened.save();
    await opened.close();
  }

  for (const mode of ['rewrite', 'all'] as const) {
    it(`because ${mode} cannot set it aside: the call succeeds, save tells it once, and the journal stays`, async () => {
      writeFileSync(path, cassette(unary('X', 'x')));
      await leaveJournal({ path, mode: 'new_episodes', address: server.address, calls: ['E'] });
      const left = journalsBeside(path);
      const opened = await openWhile(['replace'], mode, 'A');
      await assertToldOnce(opened, 'replace');
      expect(requestsIn(path)).to.deep.equal(['A']);
      expect(readdirSync(dirname(path)).sort()).to.deep.equal([...left, 'chat.yaml'].sort());
      expect(await warnings()).to.deep.equal([]);

      const next = cassetteOn(new FailingStorage(), path, 'new_episodes');
      expect(next.interactions).to.have.length(2);
      await next.close();
      expect(requestsIn(path)).to.deep.equal(['A', 'E']);
      expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
    });
  }

  it('because it is set aside, but not removed, by rewrite: the call succeeds, and save tells it once', async () => {
    await leaveJournal({ path, mode: 'once', address: server.address, calls: ['E'] });
    const left = journalsBeside(path);
    const opened = await openWhile(['remove'], 'rewrite', 'A');
    await assertToldOnce(opened, 'remove');
    expect(requestsIn(path)).to.deep.equal(['A']);
    expect(requestsIn(temporary('chat.rejected.yaml'))).to.deep.equal(['E']);
    expect(journalsBeside(path)).to.deep.equal(left);
  });

  /** Leaves a journal all of whose entries stand in the cassette, as a process does that dies between the two. */
  async function leaveCommittedJournal(): Promise<string> {
    await leaveJournal({ path, mode: 'once', address: server.address, calls: ['E'] });
    const [name = ''] = journalsBeside(path);
    const text = readFileSync(temporary(name), 'utf8').replace(/^# call .*\n/m, '');
    writeFileSync(path, text);
    return name;
  }

  it('because it cannot be removed by once, which plays: the call succeeds, and save tells it once', async () => {
    const name = await leaveCommittedJournal();
    const reached = server.reached.length;
    const opened = await openWhile(['remove'], 'once', 'E');
    expect(opened.plan).to.equal('replay');
    expect(server.reached.length).to.equal(reached);
    await assertToldOnce(opened, 'remove');
    expect(requestsIn(path)).to.deep.equal(['E']);
    expect(journalsBeside(path)).to.deep.equal([name]);
  });

  it('because it cannot be removed by once, which records: the call succeeds, and save tells it once', async () => {
    await leaveJournal({ path, mode: 'once', address: server.address, calls: ['E'] });
    const [name = ''] = journalsBeside(path);
    writeFileSync(temporary(name), 'version: 1\n');
    const opened = await openWhile(['remove'], 'once', 'A');
    expect(opened.plan).to.equal('record');
    await assertToldOnce(opened, 'remove');
    expect(requestsIn(path)).to.deep.equal(['A']);
    expect(journalsBeside(path)).to.deep.equal([name]);
  });
});
