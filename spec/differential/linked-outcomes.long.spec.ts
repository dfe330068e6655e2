/** Proves that linked.long.spec.ts would see what it is to see: a process that hangs, one that ends in silence, and what differs live. */
import { expect } from 'chai';
import { endChildren } from '../support/child.js';
import { drawTrial } from './linked/draw.js';
import { Hub } from './linked/hub/hub.js';
import { performInChild } from './linked/in-child.js';
import type { Job } from './linked/job.js';
import { findUnstable } from './linked/live.js';
import { planProgram } from './linked/named.js';
import type { Program } from './linked/program.js';

describe('what becomes of programs in a process of their own', function () {
  this.timeout(60_000);
  const hub = new Hub();
  before(() => hub.start());
  after(() => hub.stop());
  endChildren();

  const { NODE_OPTIONS } = process.env;
  afterEach(() => {
    if (NODE_OPTIONS === undefined) delete process.env['NODE_OPTIONS'];
    else process.env['NODE_OPTIONS'] = NODE_OPTIONS;
  });

  /** Performs one program live. */
  function perform(program: Program, mostMs?: number): ReturnType<typeof performInChild> {
    const job: Job = { programs: [program], address: hub.address, run: program.name, delayMs: 0 };
    return performInChild([job], mostMs);
  }

  /** Its first item follows upon itself: it goes on for ever. */
  const endless = planProgram({ name: 'endless', kind: 'controller', items: ['v0', 'v0'] });

  it('is seen where they end', async () => {
    expect(await perform(planProgram({ name: 'ends', kind: 'push' }))).to.include({ how: 'performed' });
  });

  it('is seen where they hang, with how far they came', async () => {
    const outcome = await perform(endless, 3_000);
    expect(outcome).to.include({ how: 'hung' });
    expect('report' in outcome && outcome.report).to.contain('open: Watch 1');
  });

  it('is seen where they end in silence', async () => {
    const leave = 'setTimeout(() => process.exit(0), 1000)';
    process.env['NODE_OPTIONS'] = `--import "data:text/javascript,${encodeURIComponent(leave)}"`;
    expect(await perform(endless)).to.include({ how: 'silent' });
  });

  it('is seen where it is another from one live run to the next', async () => {
    const racing = planProgram({ kind: 'cas', name: 'p0' });
    const steady = planProgram({ kind: 'sessions', name: 'p1', workers: 1 });
    const trial = { ...drawTrial(1), programs: [racing, steady] };
    expect(await findUnstable(trial, hub.address)).to.deep.equal([true, false]);
  });
});
