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
  let first: Acting;
  const lane = {};

  /** A group whose first call is open, and whose others have yet to start, with these numbers. */
  function begin(...starts: readonly number[]): void {
    clock = new StandingClock();
    patience = new Patience(clock);
    const members = [1, ...starts].map((start) => ({ method: `/m${start}`, position: start }));
    group = new Group(members, [1, ...starts], new Set());
    first = new Acting();
    group.hold(0, first, undefined);
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

  it('forgives with the act all that was waited for as long, and nothing behind the event', () => {
    begin(5, 7, 12);
    left(9);
    clock.sleep(100);
    expect(left(9)).to.equal(0);
    expect(left(10)).to.equal(0);
    expect(left(13)).to.be.greaterThan(0);
    expect(stops).to.deep.equal([5, 12]);
    expect(inVain).to.deep.equal(['5 after 100']);
  });

  it('is half as long each time that a group goes on in vain, until its client acts', () => {
    begin(5, 10, 15, 20);
    const waits = [6, 11, 16].map((number) => {
      const wait = left(number);
      clock.sleep(wait);
      left(number);
      return wait;
    });
    expect(waits).to.deep.equal([100, 50, 25]);
    group.acted(0, first, 1);
    expect(left(21)).to.equal(100);
  });

  it('is 20 ms for a start that was overtaken once something was forgiven, and not before', () => {
    begin(5, 20, 30, 40);
    group.hold(2, new Acting(), undefined);
    expect(left(9)).to.equal(100);
    clock.sleep(100);
    expect(left(9)).to.equal(0);
    group.acted(0, first, 1);
    expect(left(31)).to.equal(100);
    group.hold(4, new Acting(), undefined);
    expect(left(31)).to.equal(20);
    clock.sleep(20);
    expect(left(31)).to.equal(0);
    expect(inVain).to.deep.equal(['5 after 100', '30 after 20']);
  });

  it('is whole for an act of an open call, which was overtaken: its client may still think', () => {
    begin(5, 20, 40);
    const talking = new Acting(7);
    group.hold(2, talking, undefined);
    left(6);
    clock.sleep(100);
    expect(left(6)).to.equal(0);
    group.acted(0, first, 1);
    group.hold(3, new Acting(), undefined);
    // What the program was to start before is given up after 20 ms, and the open call is waited for from then on.
    expect(inVain).to.deep.equal(['5 after 100']);
    expect(left(9)).to.equal(100);
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
