import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { type Cassette, CassetteError, openCassette, type RecordMode } from '../../lib/index.js';
import { cassette, entriesOf, journalsBeside, requestsIn, unary } from '../support/cassettes.js';
import { callUnary } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { useWarnings } from '../support/environment.js';
import { rejectionOf } from '../support/errors.js';
import { cassetteOn, FailingStorage } from '../support/failing-storage.js';
import { assertIs } from './told.js';

const isRoot = process.getuid?.() === 0;

describe('recordings that cannot be written', () => {
  const { clientOf, server, temporary } = useEchoSuite();
  const warnings = useWarnings();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  const told = (reason: string, kept: string) =>
    `What was recorded for PATH could not be written: ${reason}. The calls themselves were not affected. Saved: 0 calls; not saved: ${kept}.`;

  for (const mode of ['once', 'new_episodes', 'rewrite', 'all'] as const) {
    it(`below a path that is a file: in mode ${mode} no call reaches the server, and each is told`, async () => {
      writeFileSync(temporary('file'), 'mine');
      const below = temporary('file/chat.yaml');
      const opened = openCassette(below, { mode });
      const client = clientOf(opened);
      const reached = server.reached.length;
      for (const request of ['A', 'B']) {
        const { error } = await callUnary(client, request);
        expect(error?.code).to.equal(9);
        const { cause } = error as { cause?: unknown };
        if (!CassetteError.is(cause)) throw new Error('The call has no CassetteError.');
        expect([cause.code, cause.path, cause.mode]).to.deep.equal(['write_failed', below, mode]);
        expect(cause.message).to.match(
          /^.*file\/chat\.yaml: nothing can be recorded \(mode \w+\): (ENOTDIR|EEXIST): .* The call \/echo\.Echo\/Unary was not made\. Mend the cause and record again\.$/,
        );
      }
      expect(server.reached.length).to.equal(reached);
      expect(opened.misses.map(({ count }) => count)).to.deep.equal([2]);
      await opened.close();
      expect(readFileSync(temporary('file'), 'utf8')).to.equal('mine');
    });
  }

  it('into a file that nothing can be added to: recorded calls are played, others do not reach the server', async () => {
    const indented = cassette(unary('X', 'x')).replace(/^(?=- | {2})/gm, '  ');
    writeFileSync(path, indented);
    const opened = openCassette(path, { mode: 'new_episodes' });
    const client = clientOf(opened);
    const reached = server.reached.length;
    expect((await callUnary(client, 'X')).response).to.equal('x');
    expect((await callUnary(client, 'A')).error?.details).to.include(
      'interactions cannot be added to this file',
    );
    expect(server.reached.length).to.equal(reached);
    await opened.close();
    expect(readFileSync(path, 'utf8')).to.equal(indented);
  });

  it('into a file whose name leaves no room for another beside it: it is recorded as any', async () => {
    const long = temporary(`${'n'.repeat(250)}.yaml`);
    const opened = openCassette(long, { mode: 'once' });
    await callUnary(clientOf(opened), 'A');
    await opened.save();
    await callUnary(clientOf(opened), 'B');
    await opened.close();
    expect(requestsIn(long)).to.deep.equal(['A', 'B']);
    expect(readdirSync(dirname(long))).to.have.length(1);
  });

  it('below a path that is a file: mode none misses the cassette, as anywhere', async () => {
    writeFileSync(temporary('file'), 'mine');
    const opened = openCassette(temporary('file/chat.yaml'));
    const { error } = await callUnary(clientOf(opened), 'A');
    expect(CassetteError.is(error?.cause) && error.cause.code).to.equal('missing_cassette');
    await opened.close();
  });

  it(`into a folder that may not be written: no call reaches the server${isRoot ? ' (skipped: root may write all)' : ''}`, async function () {
    if (isRoot) this.skip();
    const folder = temporary('read-only');
    mkdirSync(folder, { mode: 0o500 });
    const opened = openCassette(join(folder, 'chat.yaml'), { mode: 'once' });
    const reached = server.reached.length;
    const { cause } = (await callUnary(clientOf(opened), 'A')).error as { cause?: unknown };
    expect(CassetteError.is(cause) && cause.code).to.equal('write_failed');
    expect(server.reached.length).to.equal(reached);
    await opened.close();
    chmodSync(folder, 0o700);
  });

  function failing(mode: RecordMode): { storage: FailingStorage; opened: Cassette } {
    const storage = new FailingStorage();
    return { storage, opened: cassetteOn(storage, path, mode) };
  }

  it('on a full disk: the calls succeed, close rejects until there is room and says why, the old cassette stays', async () => {
    const before = cassette(unary('X', 'x'));
    writeFileSync(path, before);
    const { storage, opened } = failing('rewrite');
    storage.broken = ['append', 'replace'];
    expect((await callUnary(clientOf(opened), 'A')).response).to.equal('re:A');
    for (let times = 0; times < 2; times += 1) {
      const error = await rejectionOf(opened.close());
      assertIs(error, path, {
        code: 'write_failed',
        message: told(
          'ENOSPC: it was made to fail, replace',
          '1 call in memory only. Mend the cause, and save again',
        ),
      });
      expect(error.mode).to.equal('rewrite');
      expect((error.cause as NodeJS.ErrnoException).code).to.equal('ENOSPC');
      expect(opened.dirty).to.equal(true);
    }
    expect(readFileSync(path, 'utf8')).to.equal(before);
    storage.broken = [];
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['A']);
    expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
  });

  it('when the disk has room again: a later save writes everything', async () => {
    const { storage, opened } = failing('once');
    const client = clientOf(opened);
    await callUnary(client, 'A');
    storage.broken = ['append', 'replace'];
    await callUnary(client, 'B');
    expect((await rejectionOf(opened.save())).code).to.equal('write_failed');
    expect(opened.dirty).to.equal(true);
    storage.broken = [];
    await callUnary(client, 'C');
    await opened.save();
    expect(opened.dirty).to.equal(false);
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['A', 'B', 'C']);
    expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
  });

  it('where only the journal cannot be written: the cassette is, and nothing is lost', async () => {
    const { storage, opened } = failing('once');
    storage.broken = ['append'];
    await callUnary(clientOf(opened), 'A');
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['A']);
  });

  it('where the journal cannot be removed: the cassette is written, that is told, nothing is doubled', async () => {
    const { storage, opened } = failing('once');
    await callUnary(clientOf(opened), 'A');
    storage.broken = ['remove'];
    await opened.save().catch(() => undefined);
    storage.broken = [];
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['A']);
  });

  it('when the process exits: there is nobody to throw at, it is a warning', async () => {
    const { storage, opened } = failing('once');
    await callUnary(clientOf(opened), 'A');
    storage.broken = ['replace'];
    expect(opened.engine.endAtExit(true)).to.equal(false);
    const [journal] = journalsBeside(path);
    const kept = `1 call in ${dirname(path)}/${journal}. Mend the cause, and save again; failing that, the next recording sees to the journal`;
    expect(await warnings()).to.deep.equal([
      told('ENOSPC: it was made to fail, replace', kept).replace('PATH', path),
    ]);
  });

  it('a large take that cannot spill is told too, and its call succeeds', async () => {
    const { storage, opened } = failing('once');
    const client = clientOf(opened);
    storage.broken = ['append', 'replace'];
    const heard = await new Promise<string | undefined>((resolve) => {
      const call = client.ClientStream((_, response) => resolve(response?.toString()));
      for (let index = 0; index < 4; index += 1) call.write(Buffer.alloc(500_000, 'x'));
      call.end();
    });
    expect(heard).to.have.length(2_000_003);
    expect((await rejectionOf(opened.save())).code).to.equal('write_failed');
    storage.broken = [];
    await opened.close().catch(() => undefined);
    if (existsSync(path)) expect(entriesOf(path).map(({ requests }) => requests.length)).to.deep.equal([4]);
  });
});
