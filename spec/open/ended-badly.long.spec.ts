import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { cassetteInterceptor } from '../../lib/index.js';
import { besideOf, journalsBeside, requestsIn } from '../support/cassettes.js';
import { endChildren, startChild, warningsOf } from '../support/child.js';
import type { CallsJob } from '../support/child-calls.js';
import { callUnary } from '../support/echo-server.js';
import { useEchoSuite } from '../support/echo-suite.js';
import { useWarnings } from '../support/environment.js';
import { cassetteOn, FailingStorage } from '../support/failing-storage.js';

describe('a process that owns a cassette and ends badly', () => {
  const { clientOf, server, temporary } = useEchoSuite();
  const warnings = useWarnings();
  endChildren();
  let path: string;
  beforeEach(() => {
    path = temporary('chat.yaml');
  });

  function jobOf(calls: readonly string[]): CallsJob {
    return { path, mode: 'once', address: server.address, calls, rounds: 2, isOwner: true };
  }

  const left = (count: string, is: string, them: string): string => {
    const [journal = ''] = journalsBeside(path);
    return `${path}: the process ends without having saved ${count}, which ${is} in ${temporary(journal)}. The next recording takes ${them} in (once, new_episodes) or sets ${them} aside.`;
  };

  const endings: readonly (readonly [string, number, Partial<CallsJob>])[] = [
    ['exits with code 1', 1, { exit: 1 }],
    ['ends by itself with code 3', 3, { exitCode: 3 }],
    ['ends by an exception that nobody catches', 1, { throws: true }],
  ];
  for (const [how, code, ending] of endings) {
    it(`leaves its journal, and says how many calls are in it, where it ${how}`, async () => {
      const end = await startChild('child-calls', { ...jobOf(['A', 'B']), ...ending }).ended;
      expect(end.code, end.stderr).to.equal(code);
      expect(existsSync(path)).to.equal(false);
      expect(besideOf(path)).to.deep.equal(['.chat.yaml.*.journal']);
      const [journal = ''] = journalsBeside(path);
      expect(requestsIn(temporary(journal))).to.deep.equal(['A', 'B']);
      expect(warningsOf(end)).to.deep.equal([left('2 recorded calls', 'are', 'them')]);
    });
  }

  it('says so of a single call, too', async () => {
    const end = await startChild('child-calls', { ...jobOf(['A']), exit: 1 }).ended;
    expect(warningsOf(end)).to.deep.equal([left('1 recorded call', 'is', 'it')]);
  });

  it('says nothing, and leaves nothing, where it recorded nothing', async () => {
    const end = await startChild('child-calls', { ...jobOf([]), exit: 1 }).ended;
    expect([end.code, warningsOf(end)]).to.deep.equal([1, []]);
    expect(besideOf(path)).to.deep.equal([]);
  });

  it('by a signal has no time to say so: the next opener does', async () => {
    const child = startChild('child-calls', jobOf(['A', 'B']));
    await child.said('done');
    expect(await child.signal('SIGTERM').ended).to.include({ signal: 'SIGTERM', stderr: '' });
    const { cassette } = cassetteInterceptor(path, { mode: 'once' });
    expect(cassette?.plan).to.equal('hybrid');
    expect(await warnings()).to.deep.equal([
      `${path}: took in 2 recorded calls that an interrupted recording had left in a journal. They are replayed; GRPC_CASSETTE_MODE=rewrite records them anew.`,
    ]);
    await cassette?.close();
    expect(requestsIn(path)).to.deep.equal(['A', 'B']);
  });

  it('says how many calls are lost, which no disk would take', async () => {
    const storage = new FailingStorage();
    const opened = cassetteOn(storage, path, 'once');
    const client = clientOf(opened);
    await callUnary(client, 'A');
    storage.broken = ['append'];
    await callUnary(client, 'B');
    await callUnary(client, 'C');
    expect(opened.engine.endAtExit(false)).to.equal(true);
    expect(await warnings()).to.deep.equal([
      left('1 recorded call', 'is', 'it'),
      `${path}: 2 recorded calls could not be written and are lost.`,
    ]);
  });
});
