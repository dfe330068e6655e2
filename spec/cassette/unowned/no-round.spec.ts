import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import type { RecordMode } from '../../../lib/index.js';
import { besideOf, cassette, requestsIn, unary } from '../../support/cassettes.js';
import { type ChildEnd, endChildren, startChild, warningsOf } from '../../support/child.js';
import { textOf, useUnowned } from './suite.js';

const OLD = cassette(unary('A', 'old'));

describe('a process that exits with code 1 in the round of its last call', () => {
  const { path, server, temporary } = useUnowned();
  endChildren();

  function record(mode: RecordMode, ...calls: readonly string[]): Promise<ChildEnd> {
    const { address } = server;
    return startChild('child-calls', { path: path(), mode, address, calls, exit: 1 }).ended;
  }

  it('has what it recorded once in the file', async () => {
    const end = await record('once', 'B', 'C');
    expect([end.code, warningsOf(end)]).to.deep.equal([1, []]);
    expect(requestsIn(path())).to.deep.equal(['B', 'C']);
    expect(besideOf(path())).to.deep.equal([]);
  });

  it('has what it recorded anew set aside, where no later recording takes it in', async () => {
    writeFileSync(path(), OLD);
    const end = await record('rewrite', 'B');
    expect(end.code).to.equal(1);
    expect(textOf(path())).to.equal(OLD);
    expect(besideOf(path())).to.deep.equal(['chat.rejected.yaml']);
    const rejected = temporary('chat.rejected.yaml');
    expect(requestsIn(rejected)).to.deep.equal(['B']);
    expect(warningsOf(end)).to.deep.equal([`${path()}: what was recorded is set aside as ${rejected}.`]);
  });
});
