import { expect } from 'chai';
import type { CassetteOptions } from '../../../lib/index.js';
import { overlapping, put, watch } from '../../support/overlapping.js';
import { StageInTime } from './support/stage-in-time.js';

/** A put 4.9 s after a watch has begun, which sees it 0.1 s later. */
const ENTRIES = [
  watch({
    order: 'start: 1, headers: 4, end: 11',
    responses: ['seen'],
    responseOrder: [9],
    responseMs: [5000],
    times: [1000, 1, 6000],
  }),
  put('A', { order: 'start: 5, headers: 8, end: 10', times: [5900, 50, 150] }),
];

describe('the times of calls that overlapped', () => {
  let stage: StageInTime;
  afterEach(() => stage.end());

  async function play(timing: CassetteOptions['timing'], putAt: number): Promise<void> {
    stage = new StageInTime(ENTRIES, timing === undefined ? {} : { timing });
    stage.watch();
    expect(await stage.heard(putAt)).to.deep.equal([]);
    expect(stage.forgiven).to.deep.equal([]);
    stage.put('A');
  }

  it('count for nothing with instant, but that an act is waited for so much longer', async () => {
    await play('instant', 900);
    expect(await stage.heard()).to.deep.equal(['watch: seen', 're:A']);
    expect(stage.forgiven).to.deep.equal([]);
  });

  it('are kept with recorded, and nothing loses patience before its time', async () => {
    await play('recorded', 4900);
    expect(await stage.heard(99)).to.deep.equal([]);
    expect(await stage.heard(1)).to.deep.equal(['watch: seen']);
    expect(await stage.heard(49)).to.deep.equal([]);
    expect(await stage.heard(1)).to.deep.equal(['re:A']);
    expect(stage.forgiven).to.deep.equal([]);
  });

  it('are kept with recorded, and an event that is late for its client is waited with', async () => {
    await play('recorded', 5900);
    expect(await stage.heard(49)).to.deep.equal([]);
    // No later number comes sooner than an earlier one: the headers of A are due 50 ms after its start.
    expect(await stage.heard(1)).to.deep.equal(['watch: seen']);
    expect(stage.forgiven).to.deep.equal([]);
  });

  it('are kept by a factor', async () => {
    await play(0.5, 2450);
    expect(await stage.heard(49)).to.deep.equal([]);
    expect(await stage.heard(1)).to.deep.equal(['watch: seen']);
    expect(await stage.heard(25)).to.deep.equal(['re:A']);
    expect(stage.forgiven).to.deep.equal([]);
  });

  it('leave an event that waited in vain its patience from when it is due', async () => {
    stage = new StageInTime(ENTRIES, { timing: 'recorded' });
    stage.watch();
    expect(await stage.heard(5999)).to.deep.equal([]);
    expect(await stage.heard(1)).to.deep.equal(['watch: seen']);
    expect(stage.forgiven).to.deep.equal(['message 1 of 1 ServerStream: its start of 2 Unary, 1000 ms']);
  });

  it('count the patience with an act from the last start before the event, where that was later than the last event', async () => {
    stage = new StageInTime([
      watch({
        order: 'start: 1, headers: 4, end: 30',
        responses: ['seen'],
        responseOrder: [10],
        responseMs: [400],
        times: [1000, 1, 900],
      }),
      overlapping({
        method: 'Bidi',
        order: 'start: 5, half_closed: 11, end: 12',
        requests: ['x'],
        requestOrder: [6],
        times: [1390, 20, 30],
      }),
    ]);
    stage.watch();
    const chat = stage.chat('chat');
    expect(await stage.heard(119)).to.deep.equal([]);
    expect((await stage.heard(1))[0]).to.equal('watch: seen');
    expect(stage.forgiven).to.deep.equal(['message 1 of 1 ServerStream: request 1 of 2 Bidi, 120 ms']);
    chat.cancel();
  });

  it('need not be stored', async () => {
    stage = new StageInTime([
      watch({ order: 'start: 1, headers: 4, end: 11', responses: ['seen'], responseOrder: [9] }),
      put('A', { order: 'start: 5, headers: 8, end: 10' }),
    ]);
    stage.watch();
    expect(await stage.heard(999)).to.deep.equal([]);
    expect(await stage.heard(1)).to.deep.equal(['watch: seen']);
    stage.put('A');
    expect(await stage.heard()).to.deep.equal(['re:A']);
    expect(stage.forgiven).to.deep.equal(['message 1 of 1 ServerStream: its start of 2 Unary, 1000 ms']);
  });
});
