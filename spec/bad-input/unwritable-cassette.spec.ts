import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { type Cassette, CassetteError, openCassette, type RecordMode } from '../../lib/index.js';
import { cassette, entriesOf, requestsIn, unary } from '../support/cassettes.js';
import { callUnary } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { useWarnings } from '../support/environment.js';
import { rejectionOf } from '../support/errors.js';
import { cassetteOn, FailingStorage } from '../support/failing-storage.js';
import { assertIs } from './told.js';

const isRoot = process.getuid?.() === 0;

describe('recordings that cannot be written', () => {
  const { clientOf, temporary } = useEchoSuite();
  const warnings = useWarnings();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  const told = (reason: string) =>
    `What was recorded for PATH could not be written: ${reason}. The calls themselves were not affected. Mend the cause; what a journal beside the cassette holds is taken in by the next recording.`;

  for (const mode of ['once', 'new_episodes', 'rewrite', 'all'] as const) {
    it(`below a path that is a file: in mode ${mode} the calls succeed, close rejects once`, async () => {
      writeFileSync(temporary('file'), 'mine');
      const below = temporary('file/chat.yaml');
      const opened = openCassette(below, { mode });
      const client = clientOf(opened);
      expect((await callUnary(client, 'A')).response).to.equal('re:A');
      expect((await callUnary(client, 'fail')).error?.details).to.equal('no such thing');
      const error = await rejectionOf(opened.close());
      expect(error.code).to.equal('write_failed');
      expect(error.path).to.equal(below);
      expect(error.message).to.match(
        /^What was recorded for .*file\/chat\.yaml could not be written: (ENOTDIR|EEXIST): .*\. The calls themselves were not affected\./,
      );
      expect((error.cause as NodeJS.ErrnoException).code).to.match(/ENOTDIR|EEXIST/);
      await opened.close();
      expect(readFileSync(temporary('file'), 'utf8')).to.equal('mine');
      expect(opened.misses).to.deep.equal([]);
    });
  }

  it('below a path that is a file: mode none misses the cassette, as anywhere', async () => {
    writeFileSync(temporary('file'), 'mine');
    const opened = openCassette(temporary('file/chat.yaml'));
    const { error } = await callUnary(clientOf(opened), 'A');
    expect(CassetteError.is(error?.cause) && error.cause.code).to.equal('missing_cassette');
    await opened.close();
  });

  it(`into a folder that may not be written: the calls succeed${isRoot ? ' (skipped: root may write all)' : ''}`, async function () {
    if (isRoot) this.skip();
    const folder = temporary('read-only');
    mkdirSync(folder, { mode: 0o500 });
    const opened = openCassette(join(folder, 'chat.yaml'), { mode: 'once' });
    expect((await callUnary(clientOf(opened), 'A')).response).to.equal('re:A');
    expect((await rejectionOf(opened.close())).code).to.equal('write_failed');
    await opened.close();
    chmodSync(folder, 0o700);
  });

  function failing(mode: RecordMode): { storage: FailingStorage; opened: Cassette } {
    const storage = new FailingStorage();
    return { storage, opened: cassetteOn(storage, path, mode) };
  }

  it('on a full disk: the calls succeed, close rejects once and says why, the old cassette stays', async () => {
    const before = cassette(unary('X', 'x'));
    writeFileSync(path, before);
    const { storage, opened } = failing('rewrite');
    storage.broken = ['append', 'replace'];
    expect((await callUnary(clientOf(opened), 'A')).response).to.equal('re:A');
    const error = await rejectionOf(opened.close());
    assertIs(error, path, { code: 'write_failed', message: told('ENOSPC: it was made to fail, replace') });
    expect(error.mode).to.equal('rewrite');
    expect((error.cause as NodeJS.ErrnoException).code).to.equal('ENOSPC');
    await opened.close();
    expect(readFileSync(path, 'utf8')).to.equal(before);
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
    opened.engine.commitAtExit();
    expect(await warnings()).to.deep.equal([
      told('ENOSPC: it was made to fail, replace').replace('PATH', path),
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
