import { expect } from 'chai';
import { Group, type UndoneAct } from '../../../lib/replay/order/group.js';
import { type InVain, type OrderedEvent, Patience } from '../../../lib/replay/order/patience.js';
import { StandingClock } from '../../support/standing-clock.js';
import { Acting } from './support/acting.js';

describe('how long an event waits for what the client did before it', () => {
  let clock: StandingClock;
  let patience: Patience;
  let group: Group;
  let stops: number[];
  let inVain: string[];
  const lane = {};

  /** A group whose first call is open, and whose others have yet to start, with these numbers. */
  function begin(...starts: readonly number[]): void {
    clock = new StandingClock();
    patience = new Patience(clock);
    const members = [1, ...starts].map((start) => ({ method: `/m${start}`, position: start }));
    group = new Group(members, [1, ...starts], new Set());
    group.hold(0, new Acting(), undefined);
    stops = [];
    inVain = [];
  }

  function left(number: number, plan: Partial<OrderedEvent> = {}): number {
    const event = {
      group,
      queue: lane,
      number,
      since: 1,
      gapMs: 0,
      timeLeft: () => Number.POSITIVE_INFINITY,
    };
    return patience.left(
      { ...event, ...plan },
      (act: UndoneAct) => stops.push(act.number),
      ({ act, ms }: InVain) => inVain.push(`${act.number} after ${ms}`),
    );
  }

  for (const [gapMs, ms] of [
    [0, 100],
    [40, 180],
    [449, 998],
    [450, 1000],
    [60_000, 1000],
    [undefined, 1000],
  ] as const) {
    it(`is ${ms} ms where it came ${gapMs ?? 'nobody knows how many'} ms after what was before it`, () => {
      begin(5);
      expect(left(9, { gapMs })).to.equal(ms);
      clock.sleep(ms - 1);
      expect(left(9, { gapMs })).to.equal(1);
      expect([stops, inVain]).to.deep.equal([[5], []]);
      clock.sleep(1);
      expect(left(9, { gapMs })).to.equal(0);
      expect([stops, inVain]).to.deep.equal([[5], [`5 after ${ms}`]]);
      expect(left(9, { gapMs })).to.equal(0);
    });
  }

  it('is nothing where all is done, or was done before its own call started', () => {
    begin(5);
    expect([left(5), left(9, { since: 5 })]).to.deep.equal([0, 0]);
    group.hold(1, new Acting(), undefined);
    expect(left(9)).to.equal(0);
    expect([stops, inVain]).to.deep.equal([[], []]);
  });

  it('begins anew for the next act', () => {
    begin(5, 7);
    left(9);
    clock.sleep(99);
    group.hold(1, new Acting(), undefined);
    expect(left(9)).to.equal(100);
    expect(stops).to.deep.equal([5, 7]);
  });

  it('begins anew where the same act stops another queue, or this one once more', () => {
    begin(5);
    left(9);
    clock.sleep(5000);
    expect(left(9, { queue: {} })).to.equal(100);
    expect(left(4)).to.equal(0);
    expect(left(9)).to.equal(100);
    expect(inVain).to.deep.equal([]);
  });

  it('ends 20 ms before the deadline of its call', () => {
    begin(5);
    expect(left(9, { timeLeft: () => 70 })).to.equal(50);
    clock.sleep(50);
    expect(left(9, { timeLeft: () => 20 })).to.equal(0);
    expect(inVain).to.deep.equal(['5 after 50']);
  });

  it('forgives at once what overtaken acts stand behind, up to the furthest done', () => {
    begin(5, 7, 20, 30);
    group.hold(3, new Acting(), undefined);
    left(9);
    clock.sleep(100);
    expect(left(9)).to.equal(0);
    expect(inVain).to.deep.equal(['5 after 100']);
    // The one of 7 as well, though another act was waited for; not that of 30, which is behind all that was done.
    expect(left(25)).to.equal(0);
    expect(left(40)).to.equal(100);
  });

  it('forgives up to the event where nothing behind it was done', () => {
    begin(5, 7, 12);
    left(9);
    clock.sleep(100);
    left(9);
    expect(left(10)).to.equal(0);
    expect(left(13)).to.equal(100);
    expect(stops).to.deep.equal([5, 12]);
  });

  it('is 20 ms for an act that was overtaken once something was forgiven, and not before', () => {
    begin(5, 20, 30, 40);
    group.hold(2, new Acting(), undefined);
    expect(left(9)).to.equal(100);
    clock.sleep(100);
    expect(left(9)).to.equal(0);
    expect(left(31)).to.equal(100);
    group.hold(4, new Acting(), undefined);
    expect(left(31)).to.equal(20);
    clock.sleep(20);
    expect(left(31)).to.equal(0);
    expect(inVain).to.deep.equal(['5 after 100', '30 after 20']);
  });

  it('is 20 ms for the start of a method of which a call had no recording', () => {
    begin(5);
    patience.noteStranger('/m1');
    expect(left(9)).to.equal(100);
    patience.noteStranger('/m5');
    expect(left(9)).to.equal(20);
    group.hold(1, new Acting(6), undefined);
    expect(left(9)).to.equal(100);
  });
});
