import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect } from 'chai';
import {
  CassetteError,
  type CassetteOptions,
  cassetteInterceptor,
  openCassette,
  type RecordMode,
} from '../../lib/index.js';
import { cassette, journalsBeside, leaveJournal, requestsIn, unary } from '../support/cassettes.js';
import { endChildren, isAlive, startChild } from '../support/child.js';
import type { CallsJob } from '../support/child-calls.js';
import { callUnary, echoClient } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { useWarnings, withoutModeVariable } from '../support/environment.js';
import { thrownBy } from '../support/errors.js';
import { hasSharedFolder, sharedFolder } from '../support/shared-folder.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

type Outcome = 'live' | 'replayed' | 'missing' | 'no-match' | 'already-played' | 'error';

/** A row of the table. */
interface Row {
  readonly mode: RecordMode;
  readonly file: readonly string[] | null | 'unreadable';
  readonly calls: readonly string[];
  readonly concurrent?: boolean;
  readonly journal?: readonly string[];
  readonly exit?: number;
  readonly outcome: readonly Outcome[];
  readonly after: 'untouched' | readonly string[];
}

/** A call's end as a test sees it. */
interface Reply {
  readonly response?: string | undefined;
  readonly code?: string | undefined;
}

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  missing_cassette: 'missing',
  no_match: 'no-match',
  already_played: 'already-played',
  not_a_cassette: 'error',
};

function title(row: Row): string {
  const list = (items: readonly string[]) => (items.length === 0 ? 'nothing' : items.join(' '));
  const file = row.file === null ? 'no file' : row.file === 'unreadable' ? row.file : list(row.file);
  const parts = [
    `file: ${file}`,
    `calls: ${list(row.calls)}${row.concurrent === true ? ' at once' : ''}`,
    ...(row.journal === undefined ? [] : [`journal: ${list(row.journal)}`]),
    ...(row.exit === undefined ? [] : [`exit ${row.exit}`]),
  ];
  const after = row.after === 'untouched' ? row.after : `holds ${list(row.after)}`;
  return `${row.mode}, ${parts.join(', ')} → ${list(row.outcome)}, file ${after}`;
}

function readRows(): readonly Row[] {
  const text = readFileSync(join(sharedFolder, 'cases', 'record-modes.json'), 'utf8');
  return (JSON.parse(text) as { cases: readonly Row[] }).cases;
}

/** The cassette that a row starts from; its answers differ from the server's, and twins' from each other. */
function fileOf(row: Row): string | undefined {
  if (row.file === null) return undefined;
  if (row.file === 'unreadable') return 'version: 1\ninteractions: [\n';
  return cassette(...row.file.map((request, index) => unary(request, `recorded ${index}:${request}`)));
}

describe('the record modes', () => {
  const { clientOf, server, temporary } = useEchoSuite();
  const warnings = useWarnings();
  endChildren();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  async function inProcess(row: Row): Promise<readonly Outcome[]> {
    const interceptor = cassetteInterceptor(path, { mode: row.mode });
    const client = echoClient(server.address, { interceptors: [interceptor] });
    const call = async (request: string): Promise<Outcome> => {
      const before = server.reached.length;
      const { error, response } = await callUnary(client, request);
      const cause = error?.cause;
      const code = CassetteError.is(cause) ? cause.code : error?.message;
      const isLive = row.concurrent === true ? isOfServer(response) : server.reached.length > before;
      return outcomeOf({ response, code }, isLive);
    };
    let outcomes: readonly Outcome[] = [];
    if (row.concurrent === true) outcomes = await Promise.all(row.calls.map(call));
    else for (const request of row.calls) outcomes = [...outcomes, await call(request)];
    await interceptor.cassette?.close();
    client.close();
    return outcomes;
  }

  async function inChild(row: Row & { readonly exit: number }): Promise<readonly Outcome[]> {
    const { mode, calls, exit } = row;
    const child = startChild('child-calls', {
      path,
      mode,
      calls,
      exit,
      address: server.address,
    } satisfies CallsJob);
    const { code, stdout, stderr } = await child.ended;
    expect(code, stderr).to.equal(exit);
    const replies = stdout.split('\n').slice(0, calls.length);
    return replies.map((line) => {
      const reply = JSON.parse(line) as Reply;
      return outcomeOf(reply, isOfServer(reply.response));
    });
  }

  function isOfServer(response: string | undefined): boolean {
    return response?.startsWith('re:') === true;
  }

  function outcomeOf({ response, code }: Reply, isLive: boolean): Outcome {
    if (response !== undefined) return isLive ? 'live' : 'replayed';
    return OUTCOMES[code ?? ''] ?? (`failed: ${code}` as Outcome);
  }

  function assertFile(row: Row, before: string | undefined): void {
    if (row.after === 'untouched') {
      expect(existsSync(path) ? readFileSync(path, 'utf8') : undefined).to.equal(before);
      return;
    }
    expect(requestsIn(path)).to.deep.equal(row.after);
    // What was there is added to, byte for byte.
    if (row.mode === 'new_episodes' && Array.isArray(row.file) && row.file.length > 0) {
      expect(readFileSync(path, 'utf8').startsWith(before ?? '')).to.equal(true);
    }
  }

  if (!hasSharedFolder)
    it('every row of record-modes.json (skipped: there is no ../shared beside the project)');

  for (const row of hasSharedFolder ? readRows() : []) {
    it(title(row), async () => {
      const before = fileOf(row);
      if (before !== undefined) writeFileSync(path, before);
      if (row.journal !== undefined) {
        const { address } = server;
        const pid = await leaveJournal({ path, mode: 'once', address, calls: row.journal });
        expect(isAlive(pid)).to.equal(false);
        expect(journalsBeside(path)).to.have.length(1);
      }
      const journals = journalsBeside(path);
      const reachedBefore = server.reached.length;

      const { exit } = row;
      const outcomes = exit === undefined ? await inProcess(row) : await inChild({ ...row, exit });

      expect(outcomes).to.deep.equal(row.outcome);
      const live = row.calls.filter((_, index) => row.outcome[index] === 'live');
      expect(server.reached.slice(reachedBefore)).to.deep.equal(live);
      assertFile(row, before);
      const left = readdirSync(dirname(path)).filter((name) => name !== basename(path));
      if (exit !== undefined && exit !== 0) {
        expect(left).to.have.length(1);
        expect(requestsIn(join(dirname(path), left[0] ?? ''))).to.deep.equal(live);
      } else {
        expect(left).to.deep.equal(row.mode === 'none' ? journals : []);
      }
    });
  }

  it('twins are played in recorded order', async () => {
    writeFileSync(path, cassette(unary('A', 'first'), unary('A', 'second')));
    const client = clientOf(path);
    expect((await callUnary(client, 'A')).response).to.equal('first');
    expect((await callUnary(client, 'A')).response).to.equal('second');
    await openCassette(path).close();
  });

  it('the miss of mode none names the journal that an interrupted recording left', async () => {
    await leaveJournal({ path, mode: 'once', address: server.address, calls: ['A'] });
    const [journal = ''] = journalsBeside(path);
    const client = clientOf(path);
    expect((await callUnary(client, 'A')).error?.details).to.include(join(dirname(path), journal));
    await openCassette(path).close();
    expect(await warnings()).to.deep.equal([]);
  });
});

describe('the record mode that is in force', () => {
  const temporary = useTemporaryFolder();
  withoutModeVariable();

  function modeOf(options?: CassetteOptions): RecordMode {
    const opened = openCassette(temporary('chat.yaml'), options);
    void opened.close();
    return opened.mode;
  }

  const wrong = (mode: unknown) => ({ mode }) as CassetteOptions;

  it('is none by default', () => {
    expect(modeOf()).to.equal('none');
    expect(modeOf({})).to.equal('none');
  });

  for (const mode of ['none', 'once', 'new_episodes', 'rewrite', 'all'] as const) {
    it(`is the option in code: ${mode}`, () => expect(modeOf({ mode })).to.equal(mode));
  }

  for (const empty of ['', '  ']) {
    it(`is none where the option in code is ${JSON.stringify(empty)}, which is not given`, () => {
      expect(modeOf(wrong(empty))).to.equal('none');
      process.env['GRPC_CASSETTE_MODE'] = 'once';
      expect(modeOf(wrong(empty))).to.equal('once');
    });
  }

  it('is that of GRPC_CASSETTE_MODE before the option in code', () => {
    process.env['GRPC_CASSETTE_MODE'] = 'rewrite';
    expect(modeOf({ mode: 'none' })).to.equal('rewrite');
    expect(modeOf()).to.equal('rewrite');
  });

  for (const empty of ['', ' ', '\t\n']) {
    it(`is the option where GRPC_CASSETTE_MODE is ${JSON.stringify(empty)}, which is not given`, () => {
      process.env['GRPC_CASSETTE_MODE'] = empty;
      expect(modeOf({ mode: 'once' })).to.equal('once');
      expect(modeOf()).to.equal('none');
    });
  }

  it('may be written in any case of letters with blanks around it', () => {
    process.env['GRPC_CASSETTE_MODE'] = '  New_Episodes \n';
    expect(modeOf()).to.equal('new_episodes');
    delete process.env['GRPC_CASSETTE_MODE'];
    expect(modeOf(wrong(' ONCE '))).to.equal('once');
  });

  it('is none where it is called replay, as other recorders do', () => {
    expect(modeOf({ mode: 'replay' })).to.equal('none');
    process.env['GRPC_CASSETTE_MODE'] = 'Replay';
    expect(modeOf({ mode: 'once' })).to.equal('none');
  });

  it('is not guessed where it is called record, which could be either of two', () => {
    process.env['GRPC_CASSETTE_MODE'] = ' Record ';
    expect(thrownBy(() => openCassette(temporary('chat.yaml'))).message).to.equal(
      'Unknown record mode "Record" in GRPC_CASSETTE_MODE. Legal modes: none, once, new_episodes, rewrite, all. To record what is not there, use once; to record everything anew, rewrite.',
    );
  });

  it('is an error that lists the five where there is no such mode', () => {
    const error = thrownBy(() => openCassette(temporary('chat.yaml'), wrong('onse')));
    expect(error.code).to.equal('invalid_option');
    expect(error.option).to.equal('mode');
    expect(error.message).to.equal(
      'Unknown record mode "onse" in mode. Legal modes: none, once, new_episodes, rewrite, all.',
    );
  });

  it('names GRPC_CASSETTE_MODE where the variable is wrong', () => {
    process.env['GRPC_CASSETTE_MODE'] = ' recrod ';
    const error = thrownBy(() => cassetteInterceptor(temporary('chat.yaml'), { mode: 'once' }));
    expect(error.code).to.equal('invalid_option');
    expect(error.option).to.equal('GRPC_CASSETTE_MODE');
    expect(error.message).to.equal(
      'Unknown record mode "recrod" in GRPC_CASSETTE_MODE. Legal modes: none, once, new_episodes, rewrite, all.',
    );
  });

  it('a wrong option is an error also where GRPC_CASSETTE_MODE wins over it', () => {
    process.env['GRPC_CASSETTE_MODE'] = 'none';
    expect(thrownBy(() => openCassette(temporary('chat.yaml'), wrong('onse'))).option).to.equal('mode');
  });

  it('an unknown mode leaves nothing open: the next one with a right mode works', () => {
    expect(() => openCassette(temporary('chat.yaml'), wrong('onse'))).to.throw();
    expect(modeOf({ mode: 'once' })).to.equal('once');
  });
});
