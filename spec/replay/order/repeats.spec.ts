import { expect } from 'chai';
import { overlapping, put, watch } from '../../support/overlapping.js';
import { StageInTime } from './support/stage-in-time.js';

const WATCH = watch({ order: 'start: 1, headers: 4, end: 30', responses: ['seen'], responseOrder: [10] });
const PUT = put('A', { order: 'start: 5, headers: 8, end: 9' });

describe('recordings of calls that overlapped and may answer again', () => {
  let stage: StageInTime;
  afterEach(() => stage.end());

  it('begin anew when none of their calls is open: the watch waits for the put once more', async () => {
    stage = new StageInTime([WATCH, PUT], { repeats: true });
    for (let time = 0; time < 3; time += 1) {
      const watching = stage.watch();
      expect(await stage.heard(900)).to.deep.equal([]);
      stage.put('A');
      expect(await stage.heard()).to.deep.equal(['re:A', 'watch: seen']);
      watching.cancel();
      expect(await stage.heard()).to.deep.equal(['watch: status 1']);
    }
    expect(stage.forgiven).to.deep.equal([]);
  });

  it('begin anew also where the last time was given up while an event waited', async () => {
    stage = new StageInTime([WATCH, PUT], { repeats: true });
    for (let time = 0; time < 3; time += 1) {
      const watching = stage.watch();
      expect(await stage.heard(900)).to.deep.equal([]);
      watching.cancel();
      expect(await stage.heard()).to.deep.equal(['watch: status 1']);
    }
    expect(stage.forgiven).to.deep.equal([]);
    expect(stage.clock.timers).to.equal(0);
  });

  it('add no acts by a second call that has the same one at the same time', async () => {
    const chat = overlapping({
      method: 'Bidi',
      order: 'start: 5, half_closed: 9, headers: 7, end: 11',
      requests: ['x'],
      requestOrder: [8],
    });
    stage = new StageInTime([WATCH, chat], { repeats: true });
    stage.watch();
    const first = stage.chat('first', 'x');
    stage.chat('second', 'x');
    expect(await stage.heard()).to.deep.equal([]);
    first.end();
    // The second has not half-closed.
    expect(await stage.heard()).to.deep.equal(['watch: seen', 'first: status 0', 'second: status 0']);
    expect(stage.forgiven).to.deep.equal([]);
  });
});
