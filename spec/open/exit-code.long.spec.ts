import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { journalsBeside, requestsIn } from '../support/cassettes.js';
import { type Child, type ChildEnd, endChildren, startChild, warningsOf } from '../support/child.js';
import { useEchoSuite } from '../support/echo-suite.js';

describe('the exit code of a process whose cassette cannot be written in the end', () => {
  const { server, temporary } = useEchoSuite();
  endChildren();
  let path: string;
  let child: Child;
  beforeEach(async () => {
    path = temporary('chat.yaml');
    child = startChild('child-orders', { path, address: server.address, mode: 'once' });
    await call('A', 're:A');
    expect(requestsIn(path)).to.deep.equal(['A']);
  });

  async function call(request: string, answer: string): Promise<void> {
    child.tell(`call ${request}`);
    await child.said(`call ${request} ${answer}`);
  }

  function exit(code: number): Promise<ChildEnd> {
    child.tell(`exit ${code}`);
    return child.ended;
  }

  /** Puts something else in the cassette's place: the next call is unharmed, and stays in the journal. */
  async function spoil(content: string | undefined): Promise<void> {
    rmSync(path);
    if (content === undefined) mkdirSync(path);
    else writeFileSync(path, content);
    await call('B', 're:B');
  }

  function told(reason: string): string {
    const [journal = ''] = journalsBeside(path);
    return `What was recorded for ${path} could not be written: ${reason} The calls themselves were not affected. Saved: 1 call; not saved: 1 call in ${temporary(journal)}. Mend the cause, and save again; failing that, the next recording sees to the journal.`;
  }

  const rows: readonly (readonly [string, string | undefined, () => string])[] = [
    ['its path has become a directory', undefined, () => 'EISDIR: illegal operation on a directory, read.'],
    [
      'somebody has written something else there',
      'interactions: [\n',
      () =>
        `${path}:2: this is no cassette: it is not YAML (deficient indentation). Mend the file, or move it away and record again.`,
    ],
  ];

  for (const [why, content, reason] of rows) {
    it(`becomes 1 where ${why}, and the counts are told`, async () => {
      await spoil(content);
      const end = await exit(0);
      expect(end.code, end.stderr).to.equal(1);
      expect(warningsOf(end)).to.deep.equal([told(reason()), told(reason())]);
      const [journal = ''] = journalsBeside(path);
      expect(requestsIn(temporary(journal))).to.deep.equal(['B']);
    });
  }

  it('stays what the program has set where that is not 0', async () => {
    await spoil(undefined);
    const end = await exit(3);
    expect(end.code, end.stderr).to.equal(3);
    expect(warningsOf(end)).to.have.length(2);
  });

  it('stays 0 where the cause is mended before the end', async () => {
    await spoil(undefined);
    rmSync(path, { recursive: true });
    const end = await exit(0);
    expect(end.code, end.stderr).to.equal(0);
    expect(requestsIn(path)).to.deep.equal(['B']);
    expect(journalsBeside(path)).to.deep.equal([]);
  });
});
