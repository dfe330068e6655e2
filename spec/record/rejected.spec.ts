import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { CassetteError, cassetteInterceptor, useCassette } from '../../lib/index.js';
import { cassette, journalsBeside, leaveJournal, requestsIn, unary } from '../support/cassettes.js';
import { callUnary, echoClient } from '../support/echo-server.js';
import { useWarnings } from '../support/environment.js';
import { useRecording } from './recording.js';

describe('what is recorded while useCassette runs what fails', () => {
  const { journal, open, server, temporary } = useRecording();
  const warnings = useWarnings();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  async function failing(mode: 'once' | 'new_episodes' | 'rewrite', call: string): Promise<unknown> {
    const client = echoClient(server.address, { interceptors: [cassetteInterceptor()] });
    const run = useCassette(path, { mode }, async () => {
      await callUnary(client, call);
      throw new Error(`the test failed after ${call}`);
    });
    return run.then(
      () => 'it passed',
      (error: unknown) => error,
    );
  }

  it('is set aside, and the cassette stays as it was', async () => {
    const before = cassette(unary('X', 'x'));
    writeFileSync(path, before);
    const rejected = temporary('chat.rejected.yaml');
    expect(await failing('rewrite', 'A')).to.have.property('message', 'the test failed after A');
    expect(readFileSync(path, 'utf8')).to.equal(before);
    expect(requestsIn(rejected)).to.deep.equal(['A']);
    expect(await failing('new_episodes', 'B')).to.have.property('message', 'the test failed after B');
    expect(requestsIn(rejected)).to.deep.equal(['A', 'B']);
    expect(readFileSync(path, 'utf8')).to.equal(before);
    expect(readdirSync(dirname(path)).sort()).to.deep.equal(['chat.rejected.yaml', 'chat.yaml']);
    const told = `${path}: what was recorded is set aside as ${rejected}.`;
    expect(await warnings()).to.deep.equal([told, told]);
  });

  it('is nothing, and that is told, where the calls reached no server', async () => {
    const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor()] });
    const run = useCassette(path, { mode: 'once' }, async () => {
      const { error } = await callUnary(client, 'A');
      throw error;
    });
    expect(await run.catch((error: { readonly code?: unknown }) => error.code)).to.equal(14);
    client.close();
    expect(await warnings()).to.deep.equal([
      `${path}: recording (mode once), 1 call reached no server and was not recorded (/echo.Echo/Unary). Nobody answers at dns:127.0.0.1:1. Start the server and record again. The option keepFailures: true records such calls between others that did reach one.`,
    ]);
    expect(readdirSync(dirname(path))).to.deep.equal([]);
  });

  it('is set aside alone: the journal of an earlier process stays, and the next recording takes it in', async () => {
    const before = cassette(unary('X', 'x'));
    writeFileSync(path, before);
    await leaveJournal({ path, mode: 'new_episodes', address: server.address, calls: ['E'] });
    const [name] = journalsBeside(path);
    const left = journal();
    expect(await failing('new_episodes', 'A')).to.have.property('message', 'the test failed after A');
    expect(requestsIn(temporary('chat.rejected.yaml'))).to.deep.equal(['A']);
    expect(readFileSync(path, 'utf8')).to.equal(before);
    expect(journalsBeside(path)).to.deep.equal([name]);
    expect(journal()).to.deep.equal(left);

    const { opened, client } = open('new_episodes');
    const reached = server.reached.length;
    expect((await callUnary(client, 'E')).response).to.equal('re:E');
    expect(server.reached.length).to.equal(reached);
    await callUnary(client, 'B');
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['X', 'E', 'B']);
    expect(readdirSync(dirname(path)).sort()).to.deep.equal(['chat.rejected.yaml', 'chat.yaml']);
    expect(requestsIn(temporary('chat.rejected.yaml'))).to.deep.equal(['A']);
  });

  it('leaves no cassette where there was none: the next run records', async () => {
    await failing('once', 'A');
    expect(existsSync(path)).to.equal(false);
  });

  it('does not hide why it failed when it cannot be set aside', async () => {
    mkdirSync(temporary('chat.rejected.yaml'));
    const error = await failing('once', 'A');
    expect(CassetteError.is(error)).to.equal(false);
    expect(error).to.have.property('message', 'the test failed after A');
    expect((await warnings()).join()).to.include('chat.rejected.yaml');
  });
});
