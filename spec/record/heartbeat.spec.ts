import { expect } from 'chai';
import { Heartbeat } from '../../lib/record/heartbeat.js';
import { StandingClock } from '../support/standing-clock.js';

describe('the heartbeat of a recording', () => {
  let clock: StandingClock;
  let beats: number[];
  let heartbeat: Heartbeat;
  beforeEach(() => {
    clock = new StandingClock();
    beats = [];
    heartbeat = new Heartbeat(clock, () => beats.push(clock.now()));
  });

  it('beats every two seconds while the recorder is used, and holds no process', async () => {
    heartbeat.note();
    expect(clock.holdsProcess).to.equal(false);
    await clock.goOn(3000);
    heartbeat.note();
    await clock.goOn(3000);
    expect(beats).to.deep.equal([2000, 4000, 6000]);
    expect(clock.holdsProcess).to.equal(false);
    expect(clock.timers).to.equal(1);
  });

  it('ends half a minute after the last use, and begins anew with the next', async () => {
    heartbeat.note();
    await clock.goOn(60_000);
    expect(beats.at(-1)).to.equal(30_000);
    expect(clock.timers).to.equal(0);
    heartbeat.note();
    await clock.goOn(2000);
    expect(beats.at(-1)).to.equal(62_000);
  });

  it('goes on where the sign cannot be touched', async () => {
    let tries = 0;
    const failing = new Heartbeat(clock, () => {
      tries += 1;
      throw new Error('it is gone');
    });
    failing.note();
    await clock.goOn(4000);
    expect(tries).to.equal(2);
  });

  it('leaves no timer when it is stopped', () => {
    heartbeat.note();
    heartbeat.stop();
    heartbeat.stop();
    expect(clock.timers).to.equal(0);
  });
});
