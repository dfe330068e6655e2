import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect } from 'chai';
import {
  type Cassette,
  CassetteError,
  cassetteInterceptor,
  openCassette,
  useCassette,
} from '../lib/index.js';
import { cassette, entriesOf, journalsBeside, leaveJournal, requestsIn, unary } from './support/cassettes.js';
import { endChildren, startChild } from './support/child.js';
import {
  callUnary,
  type EchoClient,
  type EchoServer,
  echoClient,
  startEchoServer,
} from './support/echo-server.js';
import { useWarnings, withoutModeVariable } from './support/environment.js';
import { useTemporaryFolder } from './support/temporary-folder.js';

/** A journal's name: the cassette's, the process's number, and something of its own. */
const JOURNAL = /^\.chat\.yaml\.(\d+)-[0-9a-z]+\.journal$/;
const COMMENT = /^# call (\d+), (\d+) bytes\n/;

/** The entries of a journal by its comments alone, each of which must tell the truth. */
function commented(journal: Buffer): readonly { readonly start: number; readonly text: string }[] {
  const opening = 'version: 1\ninteractions:\n';
  expect(journal.subarray(0, opening.length).toString()).to.equal(opening);
  const found: { start: number; text: string }[] = [];
  for (let at = opening.length; at < journal.length; ) {
    const match = COMMENT.exec(journal.subarray(at, at + 60).toString());
    if (match === null) throw new Error(`There is no comment at byte ${at}.`);
    const from = at + match[0].length;
    at = from + Number(match[2]);
    found.push({ start: Number(match[1]), text: journal.subarray(from, at).toString() });
  }
  return found;
}

describe('what is recorded', () => {
  const temporary = useTemporaryFolder();
  const warnings = useWarnings();
  withoutModeVariable();
  endChildren();
  let server: EchoServer;
  let path: string;
  before(async () => {
    server = await startEchoServer();
  });
  after(() => server.stop());
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  function open(mode: 'none' | 'once' | 'new_episodes' | 'rewrite' | 'all' = 'once', at = path) {
    const opened = openCassette(at, { mode });
    return { opened, client: clientOf(opened) };
  }

  function clientOf(opened: Cassette): EchoClient {
    return echoClient(server.address, { interceptors: [cassetteInterceptor(opened)] });
  }

  function journal(): Buffer {
    const [name = '', ...others] = journalsBeside(path);
    expect(others).to.deep.equal([]);
    return readFileSync(join(dirname(path), name));
  }

  function recordInChild(...calls: readonly string[]): Promise<number> {
    return leaveJournal({ path, mode: 'rewrite', address: server.address, calls });
  }

  describe('goes into a journal', () => {
    it('before the client hears the status of a unary call', async () => {
      const { opened, client } = open();
      const seen = await new Promise<{ names: readonly string[]; text: string }>((resolve) => {
        client.Unary(Buffer.from('A'), () =>
          resolve({ names: journalsBeside(path), text: journal().toString() }),
        );
      });
      expect(seen.names).to.have.length(1);
      expect(JOURNAL.exec(seen.names[0] ?? '')?.[1]).to.equal(String(process.pid));
      expect(seen.text).to.include(Buffer.from('re:A').toString('base64')).and.to.include('name: OK');
      expect(existsSync(path)).to.equal(false);
      await opened.close();
    });

    it('before the client hears that a unary call failed', async () => {
      const { opened, client } = open();
      const text = await new Promise<string>((resolve) => {
        client.Unary(Buffer.from('fail'), () => resolve(journal().toString()));
      });
      expect(text).to.include('name: NOT_FOUND').and.to.include('x-reason');
      await opened.close();
    });

    it('before the client hears the status of a stream', async () => {
      const { opened, client } = open();
      const text = await new Promise<string>((resolve) => {
        const call = client.ServerStream(Buffer.from('S'));
        call.on('data', () => expect(journalsBeside(path)).to.deep.equal([]));
        call.on('status', () => resolve(journal().toString()));
      });
      expect(text).to.include(Buffer.from('S:2').toString('base64'));
      await opened.close();
    });

    it('as entries in the order in which the calls ended, each behind its start number and length', async () => {
      const { opened, client } = open();
      const bidi = client.Bidi();
      const ended = new Promise((resolve) => bidi.on('status', resolve));
      bidi.on('data', () => undefined);
      bidi.write(Buffer.from('first'));
      await callUnary(client, 'second');
      await callUnary(client, 'third');
      bidi.end();
      await ended;

      const entries = commented(journal());
      expect(entries.map(({ start }) => start)).to.deep.equal([2, 3, 1]);
      const [name = ''] = journalsBeside(path);
      expect(requestsIn(join(dirname(path), name))).to.deep.equal(['second', 'third', 'first']);
      await opened.close();
      expect(requestsIn(path)).to.deep.equal(['first', 'second', 'third']);
      const [first, second, third] = [entries[2], entries[0], entries[1]].map((each) => each?.text);
      expect(readFileSync(path, 'utf8')).to.equal(cassette(first ?? '', second ?? '', third ?? ''));
    });

    it('which is a cassette: it can be played', async () => {
      await recordInChild('A', 'B');
      const [name = ''] = journalsBeside(path);
      const copy = temporary('copy.yaml');
      copyFileSync(join(dirname(path), name), copy);
      const { opened, client } = open('none', copy);
      expect((await callUnary(client, 'B')).response).to.equal('re:B');
      await opened.close();
    });
  });

  describe('is committed', () => {
    it('at save, and what follows at close', async () => {
      const { opened, client } = open();
      await callUnary(client, 'A');
      expect(opened.dirty).to.equal(true);
      await opened.save();
      expect(opened.dirty).to.equal(false);
      expect(requestsIn(path)).to.deep.equal(['A']);
      expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
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
        `${path}: 2 call(s) that reached no server were not recorded (/echo.Echo/Unary). Start the server and record again.`,
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

  describe('through a symbolic link', () => {
    let real: string;
    beforeEach(() => {
      mkdirSync(temporary('real'));
      real = temporary('real/real.yaml');
    });

    it('goes into the file, and the link stays', async () => {
      writeFileSync(real, cassette(unary('X', 'x')));
      symlinkSync(real, path);
      const { opened, client } = open('new_episodes');
      await callUnary(client, 'A');
      await opened.close();
      expect(readlinkSync(path)).to.equal(real);
      expect(requestsIn(real)).to.deep.equal(['X', 'A']);
      expect(readdirSync(dirname(real))).to.deep.equal(['real.yaml']);
      expect(readdirSync(dirname(path)).sort()).to.deep.equal(['chat.yaml', 'real']);
    });

    it('makes the file that the link names, where there is none yet', async () => {
      symlinkSync(real, path);
      const { opened, client } = open('once');
      await callUnary(client, 'A');
      await opened.close();
      expect(lstatSync(path).isSymbolicLink()).to.equal(true);
      expect(requestsIn(real)).to.deep.equal(['A']);
    });

    it('leaves a journal that whoever opens the file itself takes in', async () => {
      writeFileSync(real, cassette(unary('X', 'x')));
      symlinkSync(real, path);
      await leaveJournal({ path, mode: 'new_episodes', address: server.address, calls: ['A'] });
      const { opened } = open('new_episodes', real);
      expect(opened.interactions).to.have.length(2);
      await opened.close();
      expect(requestsIn(real)).to.deep.equal(['X', 'A']);
    });
  });

  describe('and left by a process that died', () => {
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
        `${path}: took in 2 recorded calls that an interrupted recording had left in a journal.`,
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

  it('by a process that lives is left alone', async () => {
    const child = startChild('child-calls', { path, mode: 'once', address: server.address, calls: ['A'] });
    await child.said('done');
    const names = journalsBeside(path);
    const left = journal();
    for (const mode of ['once', 'new_episodes', 'rewrite'] as const) {
      const { opened, client } = open(mode);
      const reached = server.reached.length;
      await callUnary(client, 'A');
      expect(server.reached.length, mode).to.equal(reached + (mode === 'new_episodes' ? 0 : 1));
      await opened.close();
      expect(journalsBeside(path)).to.deep.equal(names);
      expect(journal()).to.deep.equal(left);
    }
    await child.kill();
    expect(await warnings()).to.deep.equal([]);
  });

  it('leaves files of other names alone, be they ever so alike', async () => {
    await recordInChild('A');
    const [name = ''] = journalsBeside(path);
    const rest = name.slice('.chat.yaml'.length);
    const alike = [
      'chat.yaml.bak',
      'chat.yaml~',
      'chat.yaml.tmp',
      `.chat.yaml.bak${rest}`,
      `.other-chat.yaml${rest}`,
      `.chat.yml${rest}`,
      `${name}.bak`,
      '.chat.yaml.journal',
      '.chat.yaml.12-x.journal',
    ];
    for (const each of alike) copyFileSync(join(dirname(path), name), join(dirname(path), each));
    const { opened } = open('once');
    expect(opened.interactions).to.have.length(1);
    await opened.close();
    expect(readdirSync(dirname(path)).sort()).to.deep.equal([...alike, 'chat.yaml'].sort());
  });

  describe('while useCassette runs what fails', () => {
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

  it('leaves nothing beside the cassette, spilled takes included', async () => {
    const { opened, client } = open();
    const bidi = client.Bidi();
    const ended = new Promise((resolve) => bidi.on('status', resolve));
    bidi.on('data', () => undefined);
    for (let index = 0; index < 6; index += 1) bidi.write(Buffer.alloc(400_000, `${index}`));
    bidi.end();
    await ended;
    expect(readdirSync(dirname(path)).map((name) => name.replace(/\..*\./, '*.'))).to.deep.equal([
      '*.journal',
    ]);
    await opened.close();
    expect(readdirSync(dirname(path))).to.deep.equal([basename(path)]);
    const [stored] = entriesOf(path);
    expect(stored?.requests.map(({ length }) => length)).to.deep.equal(Array(6).fill(400_000));
    expect(stored?.responses).to.deep.equal(stored?.requests);
  });
});
