import { expect } from 'chai';
import { unary } from '../../support/cassettes.js';
import { overlapping, put, watch } from '../../support/overlapping.js';
import { StageInTime } from './support/stage-in-time.js';

/** A recorder that was killed has written each call when it ended. */
const IN_END_ORDER = [
  unary('before', 'earlier'),
  put('B', { order: 'start: 7, headers: 10, end: 11' }),
  put('A', { order: 'start: 5, headers: 12, end: 13' }),
  unary('between', 'later'),
  watch({ order: 'start: 1, headers: 4, end: 30', responses: ['seen'], responseOrder: [14] }),
];

describe('calls that stand in the order of their ends', () => {
  let stage: StageInTime;
  afterEach(() => stage.end());

  for (const match of ['request', 'sequence'] as const) {
    it(`play in that of their starts (match: ${match})`, async () => {
      stage = new StageInTime(IN_END_ORDER, { match });
      stage.put('before');
      expect(await stage.heard()).to.deep.equal(['earlier']);
      stage.watch();
      stage.put('A');
      stage.put('B');
      expect(await stage.heard()).to.deep.equal(['re:B', 're:A', 'watch: seen']);
      stage.put('between');
      expect(await stage.heard()).to.deep.equal(['later']);
      expect(stage.forgiven).to.deep.equal([]);
      expect(stage.cassette.misses).to.deep.equal([]);
    });
  }

  it('go by times and place where a merge gave two the same start', async () => {
    const twin = (request: string, startedMs: number, ms: number): string =>
      put(request, { order: 'start: 5, headers: 8, end: 9', times: [startedMs, ms, ms] });
    stage = new StageInTime([
      watch({ order: 'start: 1, headers: 4, end: 30', responses: ['seen'], responseOrder: [14] }),
      twin('late', 1000, 50),
      twin('early', 1000, 10),
    ]);
    stage.watch();
    stage.put('late');
    stage.put('early');
    expect(await stage.heard()).to.deep.equal(['watch: seen', 're:early', 're:late']);
    expect(stage.forgiven).to.deep.equal([]);
  });

  it('wait for nothing where a person has spoilt the order of one', async () => {
    stage = new StageInTime([
      watch({ order: 'start: 1, headers: 4, end: 30', responses: ['seen'], responseOrder: [14] }),
      put('A', { order: 'start: 10, headers: 11, end: 12' }),
      overlapping({
        method: 'Bidi',
        order: 'start: 5, half_closed: 9, end: 13',
        requests: ['x', 'y'],
        requestOrder: [7, 6],
      }),
    ]);
    stage.watch();
    stage.put('A');
    stage.chat('chat');
    expect(await stage.heard()).to.include.members(['re:A', 'watch: seen']);
    expect(stage.forgiven).to.deep.equal([]);
  });
});
