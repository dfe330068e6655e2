import { expect } from 'chai';
import { ProcessHold } from '../../lib/replay/process-hold.js';
import { overlapping, watch } from '../support/overlapping.js';
import { StandingClock } from '../support/standing-clock.js';
import { StageInTime } from './order/support/stage-in-time.js';

const [WATCHER, CALL, OTHER] = [{}, {}, {}];

describe('what keeps a process alive', () => {
  let clock: StandingClock;
  let hold: ProcessHold;
  beforeEach(() => {
    clock = new StandingClock();
    hold = new ProcessHold(clock);
  });

  it('is a call that waits only for its cancel, but not beside one that waits for its client', () => {
    expect(clock.holdsProcess).to.equal(false);
    hold.set(WATCHER, true);
    hold.set(OTHER, true);
    hold.set(OTHER, false);
    expect(clock.holdsProcess).to.equal(true);
    hold.setStalled(CALL, true);
    expect(clock.holdsProcess).to.equal(false);
    hold.setStalled(CALL, false);
    expect(clock.holdsProcess).to.equal(true);
    hold.set(WATCHER, false);
    expect([clock.holdsProcess, clock.timers]).to.deep.equal([false, 0]);
  });

  it('is a second for the calls that wait for their client, once, where a watch would have held it', () => {
    hold.setStalled(CALL, true);
    expect(hold.givesTime()).to.equal(false);
    hold.set(WATCHER, true);
    expect(hold.givesTime()).to.equal(true);
    expect(clock.holdsProcess).to.equal(true);
    void clock.goOn(1000);
    expect(hold.givesTime()).to.equal(false);
    hold.setStalled(CALL, false);
    expect(hold.givesTime()).to.equal(false);
  });

  it('is that second again when one of them has gone on', () => {
    hold.set(WATCHER, true);
    hold.setStalled(CALL, true);
    hold.setStalled(OTHER, true);
    expect(hold.givesTime()).to.equal(true);
    hold.setStalled(OTHER, false);
    expect(hold.givesTime()).to.equal(true);
    expect(hold.givesTime()).to.equal(false);
  });

  it('is that second no longer than until they have gone on', () => {
    hold.set(WATCHER, true);
    hold.setStalled(CALL, true);
    hold.givesTime();
    hold.set(WATCHER, false);
    expect(clock.holdsProcess).to.equal(true);
    hold.setStalled(CALL, false);
    expect(clock.timers).to.equal(0);
  });
});

describe('a call that waits for its client beside a watch', () => {
  it('is told about after 1.5 s, and then fails or goes on', async () => {
    const stage = new StageInTime([
      watch({ order: 'start: 1, headers: 4, end: 30' }),
      overlapping({
        method: 'Bidi',
        order: 'start: 5, half_closed: 8, end: 11',
        requests: ['x'],
        requestOrder: [6],
        responses: ['X'],
        responseOrder: [10],
        after: ['end'],
      }),
    ]);
    const watching = stage.watch();
    await stage.heard();
    expect(stage.clock.holdsProcess).to.equal(true);
    const chat = stage.chat('chat', 'x');
    await stage.heard(1499);
    expect([stage.clock.holdsProcess, stage.warnings]).to.deep.equal([false, []]);
    await stage.heard(1);
    expect(stage.warnings).to.have.length(1);
    expect(stage.warnings[0]).to.include('waiting for 1.5 s for the half-close');
    chat.end();
    expect(await stage.heard()).to.deep.equal(['chat: X', 'chat: status 0']);
    expect(stage.clock.holdsProcess).to.equal(true);
    watching.cancel();
    await stage.heard();
    expect(stage.clock.timers).to.equal(0);
    await stage.end();
  });
});
