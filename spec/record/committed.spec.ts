import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { cassetteInterceptor } from '../../lib/index.js';
import { cassette, entriesOf, journalsBeside, requestsIn, unary } from '../support/cassettes.js';
import { callUnary, echoClient, startEchoServer } from '../support/echo-server.js';
import { useWarnings } from '../support/environment.js';
import { useRecording } from './recording.js';

describe('what is recorded is committed', () => {
  const { open, temporary } = useRecording();
  const warnings = useWarnings();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  it('at save, and what follows at close', async () => {
    const { opened, client } = open();
    await callUnary(client, 'A');
    expect(opened.dirty).to.equal(true);
    await opened.save();
    expect(opened.dirty).to.equal(false);
    expect(requestsIn(path)).to.deep.equal(['A']);
    expect(journalsBeside(path)).to.deep.equal([]);
    const saved = readFileSync(path, 'utf8');

    await callUnary(client, 'B');
    await callUnary(client, 'C');
    expect(readFileSync(path, 'utf8')).to.equal(saved);
    expect(journalsBeside(path)).to.have.length(1);
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['A', 'B', 'C']);
    expect(readFileSync(path, 'utf8').startsWith(saved)).to.equal(true);
    expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
  });

  it('by rewrite in the place of what was there when it began, and of nothing else', async () => {
    writeFileSync(path, cassette(unary('X', 'x')));
    const { opened, client } = open('rewrite');
    await callUnary(client, 'A');
    await opened.save();
    await callUnary(client, 'B');
    await opened.close();
    expect(requestsIn(path)).to.deep.equal(['A', 'B']);
  });

  it('with the comments and the unknown keys of what stays', async () => {
    const kept = `# mine\nversion: 1\ninteractions:\n# about X\n${unary('X', 'x')}  note: keep me\n# the end\n`;
    writeFileSync(path, kept);
    const { opened, client } = open('new_episodes');
    await callUnary(client, 'A');
    await opened.close();
    expect(readFileSync(path, 'utf8').startsWith(kept)).to.equal(true);
    expect(requestsIn(path)).to.deep.equal(['X', 'A']);
  });

  it('and nothing is written by a save without a call', async () => {
    const { opened } = open();
    expect(opened.plan).to.equal('record');
    await opened.save();
    await opened.close();
    expect(readdirSync(dirname(path))).to.deep.equal([]);
  });

  it('into a folder that is not there yet', async () => {
    const deep = temporary('a/b/chat.yaml');
    const { opened, client } = open('once', deep);
    await callUnary(client, 'A');
    await opened.close();
    expect(requestsIn(deep)).to.deep.equal(['A']);
    expect(readdirSync(dirname(deep))).to.deep.equal(['chat.yaml']);
  });

  it('with the permissions of the old cassette', async () => {
    for (const mode of [0o640, 0o600, 0o444]) {
      writeFileSync(path, cassette(unary('X', 'x')));
      chmodSync(path, mode);
      const { opened, client } = open('new_episodes');
      await callUnary(client, 'A');
      await opened.close();
      expect(statSync(path).mode & 0o7777).to.equal(mode);
      chmodSync(path, 0o600);
    }
  });

  it('for an open call as far as it came, cut short, and the call goes on', async () => {
    const { opened, client } = open();
    const bidi = client.Bidi();
    const heard: string[] = [];
    const hears = (count: number) =>
      new Promise<void>((resolve) => {
        const look = (): void => (heard.length >= count ? resolve() : void bidi.once('data', look));
        look();
      });
    bidi.on('data', (message: Buffer) => heard.push(message.toString()));
    const ended = new Promise<{ code: number }>((resolve) => bidi.on('status', resolve));
    bidi.write(Buffer.from('one'));
    await hears(1);
    await opened.close();
    const [stored] = entriesOf(path);
    expect(stored).to.deep.include({ method: 'Bidi', requests: ['one'], responses: ['one'] });
    expect(stored?.call).to.include({ cut_short: true }).and.not.to.have.property('status');

    bidi.write(Buffer.from('two'));
    bidi.end();
    expect((await ended).code).to.equal(0);
    expect(heard).to.deep.equal(['one', 'two']);
    expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
    expect(entriesOf(path)).to.have.length(1);
  });

  it('but not for a call that reached no server, and that is said', async () => {
    const { opened } = open();
    const deaf = await startEchoServer();
    await deaf.stop();
    const client = echoClient(deaf.address, { interceptors: [cassetteInterceptor(opened)] });
    expect((await callUnary(client, 'A')).error?.code).to.equal(14);
    expect((await callUnary(client, 'B')).error?.code).to.equal(14);
    await opened.close();
    client.close();
    expect(readdirSync(dirname(path))).to.deep.equal([]);
    expect(await warnings()).to.deep.equal([
      `${path}: recording (mode once), 2 calls reached no server and were not recorded (/echo.Echo/Unary). Nobody answers at dns:${deaf.address}. Start the server and record again. The option keepFailures: true records such calls between others that did reach one.`,
    ]);
  });

  it('and an outage does not take the place of a recording', async () => {
    const before = cassette(unary('A', 'good'));
    writeFileSync(path, before);
    const { opened } = open('rewrite');
    const client = echoClient('127.0.0.1:1', { interceptors: [cassetteInterceptor(opened)] });
    expect((await callUnary(client, 'A')).error?.code).to.equal(14);
    await opened.close();
    client.close();
    expect(readFileSync(path, 'utf8')).to.equal(before);
  });

  it('where the cassette was opened, also when the process has moved to another folder since', async () => {
    const home = process.cwd();
    const elsewhere = temporary('elsewhere');
    mkdirSync(elsewhere);
    try {
      process.chdir(dirname(path));
      const { opened, client } = open('once', 'chat.yaml');
      await callUnary(client, 'A');
      process.chdir(elsewhere);
      await callUnary(client, 'B');
      await opened.close();
    } finally {
      process.chdir(home);
    }
    expect(readdirSync(elsewhere)).to.deep.equal([]);
    expect(requestsIn(path)).to.deep.equal(['A', 'B']);
  });
});
