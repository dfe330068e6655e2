import { execFileSync } from 'node:child_process';
import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'chai';
import { beginRun, createRun } from '../../lib/open/run.js';
import { cassette, requestsIn, unary } from '../support/cassettes.js';
import { endChildren, pathOf, startChild, startCommand } from '../support/child.js';
import type { CallsJob } from '../support/child-calls.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

const { href } = new URL('../../lib/open/run.js', import.meta.url);

/** Says whether its run has replaced a file, notes that it has, and says it again; then waits where it is to. */
function programOf(named: string | undefined, file: string, waits = false): string {
  return `
    import { createRun } from ${JSON.stringify(href)};
    const run = createRun(${JSON.stringify(named)});
    const before = run.hasReplaced(${JSON.stringify(file)});
    run.noteReplaced(${JSON.stringify(file)});
    console.log(before, run.hasReplaced(${JSON.stringify(file)}));
    ${waits ? 'setInterval(() => undefined, 1000);' : ''}`;
}

const argsOf = (program: string): readonly string[] => ['--input-type=module', '-e', program];

/** Has what a run notes go into a folder of each test's own. */
function useNotes(): (name: string) => string {
  const temporary = useTemporaryFolder();
  let before: string | undefined;
  beforeEach(() => {
    before = process.env['TMPDIR'];
    process.env['TMPDIR'] = dirname(temporary('x'));
  });
  afterEach(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });
  return temporary;
}

describe('a run', () => {
  const temporary = useNotes();
  endChildren();

  const started = (program: string): string => String(execFileSync(process.execPath, argsOf(program))).trim();

  /** Runs programs by one shell, one after the other; what each has said. */
  function byShell(...programs: readonly string[]): readonly string[] {
    const node = `'${process.execPath}' --input-type=module -e`;
    const line = programs.map((_, index) => `${node} "$${index}"`).join('; ');
    return String(execFileSync('sh', ['-c', `${line}; true`, ...programs]))
      .trim()
      .split('\n');
  }

  it('is what one parent process of Node starts, also when those before have ended', () => {
    const program = programOf(undefined, 'chat.yaml');
    expect([started(program), started(program)]).to.deep.equal(['false true', 'true true']);
  });

  it('is another for another parent', () => {
    const program = programOf(undefined, 'chat.yaml');
    const parent = `
      import { execFileSync } from 'node:child_process';
      const start = () => execFileSync(process.execPath, ${JSON.stringify(argsOf(program))}).toString().trim();
      console.log(start() + ', ' + start());`;
    expect([started(parent), started(parent)]).to.deep.equal(Array(2).fill('false true, true true'));
  });

  it('is a process alone where a shell starts one after another', () => {
    const program = programOf(undefined, 'chat.yaml');
    expect(byShell(program, program)).to.deep.equal(['false true', 'false true']);
  });

  it('is what a shell starts while the one before is at work', async () => {
    const first = programOf(undefined, 'chat.yaml', true);
    const second = programOf(undefined, 'chat.yaml');
    const node = `'${process.execPath}' --input-type=module -e`;
    const script = `${node} "$0" & read line; ${node} "$1"; kill $!; wait $!; ${node} "$1"; true`;
    const child = startCommand('sh', ['-c', script, first, second]);
    await child.said('false true');
    child.tell('go on');
    await child.ended;
    expect(child.lines).to.deep.equal(['false true', 'true true', 'false true']);
  });

  it('is what bears one name, whoever starts it', () => {
    const [first, same, other] = ['one', 'one', 'two'].map((name) => programOf(name, 'chat.yaml')) as [
      string,
      string,
      string,
    ];
    expect(byShell(first, same, other)).to.deep.equal(['false true', 'true true', 'false true']);
    expect(started(same)).to.equal('true true');
  });

  it('has replaced no other file', () => {
    const [first, second] = ['chat.yaml', 'other.yaml'].map((file) => programOf('one', file)) as [
      string,
      string,
    ];
    expect(byShell(first, second)).to.deep.equal(['false true', 'false true']);
  });

  it('ends where a runner says that another begins', () => {
    const run = createRun('one');
    run.noteReplaced('chat.yaml');
    expect(createRun('one').hasReplaced('chat.yaml')).to.equal(true);
    beginRun();
    expect(createRun('one').hasReplaced('chat.yaml')).to.equal(false);
  });

  it('is forgotten after a day', () => {
    createRun('one').noteReplaced('chat.yaml');
    const [folder = ''] = readdirSync(temporary('.'));
    const [note = ''] = readdirSync(temporary(folder));
    const now = Date.now() / 1000;
    utimesSync(temporary(`${folder}/${note}`), now, now - 86_500);
    createRun('two').noteReplaced('chat.yaml');
    expect(createRun('one').hasReplaced('chat.yaml')).to.equal(false);
    expect(createRun('two').hasReplaced('chat.yaml')).to.equal(true);
  });

  it('leaves no note for longer: the next process that notes one removes it', () => {
    createRun('one').noteReplaced('chat.yaml');
    const [folder = ''] = readdirSync(temporary('.'));
    const [note = ''] = readdirSync(temporary(folder));
    const now = Date.now() / 1000;
    utimesSync(temporary(`${folder}/${note}`), now, now - 86_500);
    started(programOf('two', 'chat.yaml'));
    expect(readdirSync(temporary(folder)))
      .to.have.length(1)
      .and.not.include(note);
  });

  it('is this process alone where nothing can be noted, and nobody is troubled by it', () => {
    process.env['TMPDIR'] = temporary('file');
    writeFileSync(temporary('file'), '');
    const run = createRun('one');
    run.noteReplaced('chat.yaml');
    expect(run.hasReplaced('chat.yaml')).to.equal(false);
  });
});

describe('rewrite in one run', () => {
  useNotes();
  const { server, temporary } = useEchoSuite();
  endChildren();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
    writeFileSync(path, cassette(unary('X', 'x')));
  });

  const jobOf = (call: string, isOwner: boolean): CallsJob => ({
    ...{ path, mode: 'rewrite', address: server.address, calls: [call], exit: 0 },
    // One that nobody closes at exit is committed all the same.
    isOwner,
  });

  async function expectEnded(child: ReturnType<typeof startChild>): Promise<void> {
    const { code, stderr } = await child.ended;
    expect([code, stderr]).to.deep.equal([0, '']);
  }

  for (const isOwner of [true, false]) {
    const who = isOwner ? 'owned' : 'not owned';

    it(`keeps what children of one parent record, one after the other: ${who}`, async () => {
      for (const call of ['A', 'B', 'C']) await expectEnded(startChild('child-calls', jobOf(call, isOwner)));
      expect(requestsIn(path)).to.deep.equal(['A', 'B', 'C']);
      expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
    });

    it(`keeps what children of one parent record at the same time: ${who}`, async () => {
      const children = ['A', 'B', 'C'].map((call) => startChild('child-calls', jobOf(call, isOwner)));
      for (const child of children) await expectEnded(child);
      expect([...requestsIn(path)].sort()).to.deep.equal(['A', 'B', 'C']);
      expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
    });

    it(`is done anew by the next run: ${who}`, async () => {
      const node = `'${process.execPath}' '${pathOf('child-calls')}'`;
      const jobs = ['A', 'B'].map((call) => JSON.stringify(jobOf(call, isOwner)));
      await expectEnded(startCommand('sh', ['-c', `${node} "$0"; ${node} "$1"; true`, ...jobs]));
      expect(requestsIn(path)).to.deep.equal(['B']);
      expect(readdirSync(dirname(path))).to.deep.equal(['chat.yaml']);
    });

    it(`keeps what bears one name: ${who}`, async () => {
      const node = `GRPC_CASSETTE_RUN=mine '${process.execPath}' '${pathOf('child-calls')}'`;
      const jobs = ['A', 'B'].map((call) => JSON.stringify(jobOf(call, isOwner)));
      await expectEnded(startCommand('sh', ['-c', `${node} "$0"; ${node} "$1"; true`, ...jobs]));
      expect(requestsIn(path)).to.deep.equal(['A', 'B']);
    });
  }
});
