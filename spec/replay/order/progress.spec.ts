import { expect } from 'chai';
import { Progress } from '../../../lib/replay/order/progress.js';

const [A, B] = [{ name: 'A' }, { name: 'B' }];

describe('how far a group has come', () => {
  let progress: Progress;
  beforeEach(() => {
    progress = new Progress();
  });

  it('says that a round has passed where a number is left out', () => {
    progress.noteAct(1);
    progress.noteEvent(2, A);
    expect(progress.roundBefore(4, B)).to.equal('passed');
    expect(progress.roundBefore(4, A)).to.equal('passed');
  });

  it('says that none has where the next number is the event of another call', () => {
    progress.noteEvent(2, A);
    expect(progress.roundBefore(3, B)).to.equal('none');
  });

  it('does not say it of the next event of the same call, unless that came in the round of another', () => {
    progress.noteEvent(2, A);
    expect(progress.roundBefore(3, A)).to.equal('unknown');
    progress.noteEvent(3, B);
    expect(progress.roundBefore(4, B)).to.equal('none');
    expect(progress.roundBefore(4, A)).to.equal('none');
    progress.noteEvent(4, B);
    expect(progress.roundBefore(5, B)).to.equal('none');
    progress.noteEvent(7, B);
    expect(progress.roundBefore(8, B)).to.equal('unknown');
  });

  it('says the same of what comes behind an act', () => {
    progress.noteEvent(2, A);
    progress.noteAct(3);
    progress.noteAct(4);
    expect(progress.roundBefore(5, A)).to.equal('none');
    expect(progress.roundBefore(5, B)).to.equal('none');
    expect(progress.roundBefore(6, B)).to.equal('passed');
    progress.noteEvent(5, B);
    expect(progress.roundBefore(6, B)).to.equal('none');
  });

  it('counts no act that stands behind the event', () => {
    progress.noteEvent(2, A);
    progress.noteAct(9);
    expect(progress.roundBefore(5, B)).to.equal('passed');
    progress.noteEvent(5, B);
    progress.noteAct(3);
    expect(progress.roundBefore(10, B)).to.equal('none');
    expect(progress.roundBefore(11, B)).to.equal('passed');
  });

  it('takes the single response and its status, which have one number, for one', () => {
    progress.noteEvent(2, A);
    progress.noteEvent(3, B);
    expect(progress.roundBefore(3, B)).to.equal('none');
    expect(progress.roundBefore(3, A)).to.equal('unknown');
    progress.noteEvent(9, A);
    expect(progress.roundBefore(9, A)).to.equal('unknown');
  });

  it('counts a gap from the last event, or from a start before it, or from the start of its own call', () => {
    expect(progress.gapBefore(4, 1050, 1000)).to.equal(50);
    progress.noteEvent(4, A, 1050);
    expect(progress.gapBefore(9, 1200, 1000)).to.equal(150);
    progress.noteAct(6, 1150);
    progress.noteAct(12, 1190);
    expect(progress.gapBefore(9, 1200, 1000)).to.equal(50);
    expect(progress.gapBefore(9, 1200, 1180)).to.equal(20);
    expect(progress.gapBefore(9, 1100, 1000)).to.equal(0);
  });

  it('counts it from no start behind the event, also where an event behind that was looked at before', () => {
    progress.noteEvent(4, A, 1000);
    progress.noteAct(15, 5000);
    expect(progress.gapBefore(20, 5100, 900)).to.equal(100);
    expect(progress.gapBefore(10, 3000, 900)).to.equal(2000);
  });

  it('counts it from the last event whose time is known', () => {
    progress.noteEvent(4, A, 1050);
    progress.noteEvent(5, B);
    progress.noteAct(6);
    expect(progress.gapBefore(9, 1200, 1000)).to.equal(150);
  });
});
