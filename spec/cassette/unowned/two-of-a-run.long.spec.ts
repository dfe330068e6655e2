import { existsSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { besideOf, cassette, requestsIn, unary } from '../../support/cassettes.js';
import { type Child, endChildren, startChild } from '../../support/child.js';
import { textOf, useUnowned } from './suite.js';

const OLD = cassette(unary('A', 'old'));

describe('two processes of a run that record one cassette anew at the same time', () => {
  const { path, server, temporary } = useUnowned();
  endChildren();
  let first: Child;
  let second: Child;

  /** Both have opened it before either commits. */
  async function begin(before?: string): Promise<void> {
    if (before !== undefined) writeFileSync(path(), before);
    const job = { path: path(), address: server.address, mode: 'rewrite' };
    [first, second] = [1, 2].map(() => startChild('child-orders', job, { GRPC_CASSETTE_RUN: 'one' })) as [
      Child,
      Child,
    ];
    await Promise.all([first.said('record'), second.said('record')]);
    await call(first, 'B');
    await call(second, 'C');
  }

  async function call(child: Child, request: string): Promise<void> {
    child.tell(`call ${request}`);
    await child.said(`call ${request} re:${request}`);
  }

  async function exit(child: Child, code: number): Promise<void> {
    child.tell(`exit ${code}`);
    const end = await child.ended;
    expect(end.code, end.stderr).to.equal(code);
  }

  it('have both replaced it', async () => {
    await begin(OLD);
    expect(requestsIn(path())).to.deep.equal(['B', 'C']);
    await exit(first, 0);
    await exit(second, 0);
    expect(requestsIn(path())).to.deep.equal(['B', 'C']);
    expect(besideOf(path())).to.deep.equal([]);
  });

  it('have it as it was where the first that ends has failed', async () => {
    await begin(OLD);
    await exit(first, 1);
    expect(textOf(path())).to.equal(OLD);
    expect(requestsIn(temporary('chat.rejected.yaml'))).to.deep.equal(['B', 'C']);
    await exit(second, 0);
    expect(textOf(path())).to.equal(OLD);
    expect(besideOf(path())).to.deep.equal(['chat.rejected.yaml']);
  });

  it('have what they recorded where the first that ends did well, whatever becomes of the other', async () => {
    await begin(OLD);
    await exit(first, 0);
    await exit(second, 1);
    expect(requestsIn(path())).to.deep.equal(['B', 'C']);
    expect(besideOf(path())).to.deep.equal([]);
  });

  it('have none where there was none and the one that made it has failed', async () => {
    await begin();
    await exit(first, 1);
    expect(existsSync(path())).to.equal(false);
    expect(requestsIn(temporary('chat.rejected.yaml'))).to.deep.equal(['B', 'C']);
    await exit(second, 0);
    expect(besideOf(path())).to.deep.equal(['chat.rejected.yaml']);
  });
});
